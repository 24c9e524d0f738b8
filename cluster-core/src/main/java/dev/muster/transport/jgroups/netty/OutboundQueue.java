package dev.muster.transport.jgroups.netty;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import dev.muster.transport.jgroups.netty.LinkSettings.LaneBound;
import org.jspecify.annotations.Nullable;

/**
 * The frames that wait for one peer, in a bounded queue for each {@link Lane}. Many
 * threads may offer, one may poll; none waits for another.
 */
final class OutboundQueue {

	private final Waiting urgent;

	private final Waiting payload;

	private final LongAdder dropped = new LongAdder();

	private volatile boolean closed;

	OutboundQueue(LaneBound urgent, LaneBound payload) {
		this.urgent = new Waiting(urgent);
		this.payload = new Waiting(payload);
	}

	/**
	 * Add a frame. If its lane is full, one is dropped: in {@link Lane#URGENT} the oldest
	 * ones, in {@link Lane#PAYLOAD} this one.
	 * @param lane which queue
	 * @param frame the frame, which must not be changed any more
	 * @return false if the queue is closed
	 */
	boolean offer(Lane lane, OutboundFrame frame) {
		if (this.closed) {
			return false;
		}
		int size = frame.size();
		Waiting queue = (lane == Lane.URGENT) ? this.urgent : this.payload;
		while (!queue.reserve(size)) {
			OutboundFrame oldest = (lane == Lane.URGENT) ? queue.poll() : null;
			dropped();
			if (oldest == null) {
				return true;
			}
		}
		queue.frames.add(frame);
		// This very one: who implements it may have an equality of its own
		if (this.closed && queue.frames.removeIf((other) -> other == frame)) {
			queue.release(size);
			return false;
		}
		return true;
	}

	/**
	 * Remove the next frame.
	 * @return the frame, or {@code null} if none waits
	 */
	@Nullable OutboundFrame poll() {
		OutboundFrame frame = this.urgent.poll();
		return (frame != null) ? frame : this.payload.poll();
	}

	boolean isEmpty() {
		return this.urgent.frames.isEmpty() && this.payload.frames.isEmpty();
	}

	/** Give all that waits to another queue. */
	void moveTo(OutboundQueue other) {
		move(Lane.URGENT, this.urgent, other);
		move(Lane.PAYLOAD, this.payload, other);
	}

	/** Drop all that waits. */
	void clear() {
		for (OutboundFrame frame = poll(); frame != null; frame = poll()) {
			dropped();
		}
	}

	/** Take nothing more. */
	void shut() {
		this.closed = true;
	}

	/** Take nothing more, and drop all that waits. */
	void close() {
		shut();
		clear();
	}

	int frames() {
		return this.urgent.count() + this.payload.count();
	}

	long bytes() {
		return this.urgent.bytes() + this.payload.bytes();
	}

	/** Return how many frames were dropped. */
	long drops() {
		return this.dropped.sum();
	}

	/** A frame was dropped, here or after it was taken out. */
	void dropped() {
		this.dropped.increment();
	}

	private void move(Lane lane, Waiting queue, OutboundQueue other) {
		for (OutboundFrame frame = queue.poll(); frame != null; frame = queue.poll()) {
			if (!other.offer(lane, frame)) {
				dropped();
			}
		}
	}

	private static final class Waiting {

		// Frames above, bytes below, so that both change in one step
		private static final int SHIFT = 40;

		private static final long ONE = 1L << SHIFT;

		private final LaneBound bound;

		private final Queue<OutboundFrame> frames = new ConcurrentLinkedQueue<>();

		private final AtomicLong used = new AtomicLong();

		private Waiting(LaneBound bound) {
			this.bound = bound;
		}

		// A frame larger than the bound of bytes is let in alone: it may be of legal size
		private boolean reserve(int size) {
			long now = this.used.addAndGet(ONE | size);
			long frames = now >>> SHIFT;
			if (frames <= this.bound.frames() && (bytes(now) <= this.bound.bytes() || frames == 1)) {
				return true;
			}
			release(size);
			return false;
		}

		private void release(int size) {
			this.used.addAndGet(-(ONE | size));
		}

		private @Nullable OutboundFrame poll() {
			OutboundFrame frame = this.frames.poll();
			if (frame != null) {
				release(frame.size());
			}
			return frame;
		}

		private int count() {
			return (int) (this.used.get() >>> SHIFT);
		}

		private long bytes() {
			return bytes(this.used.get());
		}

		private static long bytes(long used) {
			return used & (ONE - 1);
		}

	}

}
