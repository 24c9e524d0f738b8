package dev.muster.transport.jgroups;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import dev.muster.Member;
import org.jspecify.annotations.Nullable;

/**
 * The way of frames from one sender to the receivers. A sender introduces itself before
 * anything else; its frames are held until the view that has it was told to the
 * listeners, and dropped once it departed. What it sends before it introduces itself
 * (again) belongs to a past that is over.
 *
 * <p>
 * The engine hands over one sender's frames one after the other; opening and closing come
 * from other threads. No lock is held while a receiver works.
 */
final class SenderLane {

	/** Bounds of what is held for a member that is just joining. */
	static final int MAX_HELD_FRAMES = 8192;

	static final long MAX_HELD_BYTES = 16L * 1024 * 1024;

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<Held> held = new ArrayDeque<>();

	private final Receivers receivers;

	private long heldBytes;

	private State state = State.CLOSED;

	private Introduction.@Nullable Introduced introduced;

	SenderLane(Receivers receivers) {
		this.receivers = receivers;
	}

	/**
	 * The sender introduced itself.
	 * @param introduced what it said of itself
	 */
	void introduced(Introduction.Introduced introduced) {
		this.lock.lock();
		try {
			this.introduced = introduced;
			if (this.state == State.CLOSED) {
				this.state = State.HOLDING;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return who the sender is.
	 * @return what it said of itself, or {@code null} if it never introduced itself
	 */
	Introduction.@Nullable Introduced introduced() {
		this.lock.lock();
		try {
			return this.introduced;
		}
		finally {
			this.lock.unlock();
		}
	}

	// Called with the lock held
	private @Nullable Member sender() {
		return (this.introduced != null) ? this.introduced.member() : null;
	}

	/**
	 * Return whether frames of the sender are taken, now or as soon as the lane opens.
	 * @return whether they are
	 */
	boolean isClosed() {
		this.lock.lock();
		try {
			return this.state == State.CLOSED;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take a frame. Called by one thread at a time.
	 * @param channel its channel
	 * @param frame the parts of the frame
	 */
	void frame(int channel, List<byte[]> frame) {
		Member sender = null;
		this.lock.lock();
		try {
			if (this.state == State.HOLDING && this.held.size() < MAX_HELD_FRAMES) {
				Held next = new Held(channel, frame);
				if (this.heldBytes + next.size() <= MAX_HELD_BYTES) {
					this.held.add(next);
					this.heldBytes += next.size();
					return;
				}
			}
			if (this.state == State.OPEN) {
				sender = sender();
			}
		}
		finally {
			this.lock.unlock();
		}
		if (sender == null) {
			this.receivers.dropped();
		}
		else {
			this.receivers.deliver(sender, channel, frame);
		}
	}

	/**
	 * Deliver what was held, then let frames pass. Blocks as long as receivers do.
	 */
	void open() {
		while (true) {
			Held next;
			Member sender;
			this.lock.lock();
			try {
				if (this.state != State.HOLDING) {
					return;
				}
				next = this.held.poll();
				if (next == null) {
					this.state = State.OPEN;
					return;
				}
				this.heldBytes -= next.size();
				sender = sender();
			}
			finally {
				this.lock.unlock();
			}
			if (sender != null) {
				this.receivers.deliver(sender, next.channel(), next.frame());
			}
		}
	}

	/**
	 * The sender departed.
	 */
	void close() {
		this.lock.lock();
		try {
			this.state = State.CLOSED;
			this.held.forEach((frame) -> this.receivers.dropped());
			this.held.clear();
			this.heldBytes = 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	private enum State {

		CLOSED, HOLDING, OPEN

	}

	private record Held(int channel, List<byte[]> frame) {

		int size() {
			int sum = 0;
			for (byte[] part : this.frame) {
				sum += part.length;
			}
			return sum;
		}

	}

}
