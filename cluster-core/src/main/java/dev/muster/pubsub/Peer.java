package dev.muster.pubsub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.muster.Member;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another member while it is in the view: what waits to be sent to it, and what it and we
 * know of one another's interest.
 *
 * <p>
 * Batches form by themselves: whatever waits when the transport takes the next frame goes
 * together, up to {@link #MAX_BATCH}, and nothing ever waits for company.
 */
final class Peer extends Mailbox<OutboundFrame> {

	private static final Logger logger = LoggerFactory.getLogger(PubSub.class);

	/**
	 * How large a batch of several frames may be, in bytes.
	 */
	static final int MAX_BATCH = 60_000;

	/**
	 * How many bytes may wait for a member, whatever the capacity in messages.
	 */
	static final long MAX_QUEUED_BYTES = 16L * 1024 * 1024;

	private final Member member;

	private final BusContext context;

	private final InterestTable table;

	private final int maxBatch;

	private final BatchReader reader;

	private final LogLimiter garbageLog;

	private final LogLimiter sendLog;

	private final long sinceView;

	/** Guarded by the table. */
	private final InterestLink link = new InterestLink();

	private volatile boolean controlDue = true;

	private volatile boolean closed;

	private final OutboundRecord record = new OutboundRecord();

	// the next three are for the one task
	private final Deque<byte[]> control = new ArrayDeque<>();

	private final List<byte[]> batch = new ArrayList<>();

	private @Nullable OutboundFrame carried;

	Peer(Member member, long sinceView, BusContext context, InterestTable table, int maxMessageSize) {
		super(context.settings().queueCapacity(), MAX_QUEUED_BYTES, context.settings().overflow(), context.executor());
		this.member = member;
		this.sinceView = sinceView;
		this.context = context;
		this.table = table;
		this.maxBatch = Math.min(MAX_BATCH, context.transport().maxFrameSize());
		this.reader = new BatchReader(maxMessageSize);
		this.garbageLog = new LogLimiter(context.clock(), 60_000);
		this.sendLog = new LogLimiter(context.clock(), 60_000);
	}

	Member member() {
		return this.member;
	}

	/**
	 * Return the number of the view in which it was first seen.
	 */
	long sinceView() {
		return this.sinceView;
	}

	/**
	 * Return how large a part of a snapshot may be.
	 */
	int maxControlFrame() {
		return this.maxBatch - 64;
	}

	/**
	 * Return what it and we know of one another, which the table guards.
	 */
	InterestLink link() {
		return this.link;
	}

	/**
	 * Return what reads its batches, for one thread at a time.
	 */
	BatchReader reader() {
		return this.reader;
	}

	void logGarbage(String problem) {
		long heldBack = this.garbageLog.acquire();
		if (heldBack >= 0) {
			logger.warn("Skipped a frame from {}: {}{}", this.member, problem, LogLimiter.suffix(heldBack));
		}
	}

	/**
	 * There is something to tell it besides messages.
	 */
	void controlDue() {
		this.controlDue = true;
		schedule();
	}

	/**
	 * It is gone: what waits for it is undeliverable.
	 */
	void depart() {
		this.closed = true;
		discardAll();
	}

	@Override
	void work() {
		while (true) {
			if (this.controlDue) {
				this.controlDue = false;
				this.control.addAll(this.table.takeControl(this));
			}
			this.batch.add(Frames.PREFIX);
			int size = addControl(Frames.PREFIX.length);
			int messages = addMessages(size);
			if (this.batch.size() == 1) {
				this.batch.clear();
				return;
			}
			boolean sent = this.table.isMember(this) && send(List.copyOf(this.batch));
			if (sent) {
				this.record.sent(messages);
				this.context.counters().sent.add(messages);
			}
			else {
				this.record.undeliverable(messages);
				this.context.counters().undeliverable.add(messages);
			}
			this.batch.clear();
		}
	}

	private int addControl(int start) {
		int size = start;
		for (byte[] frame = this.control.peek(); frame != null; frame = this.control.peek()) {
			if (!fits(frame.length, size)) {
				break;
			}
			this.batch.add(this.control.remove());
			size += frame.length;
		}
		return size;
	}

	private int addMessages(int start) {
		int size = start;
		int count = 0;
		OutboundFrame frame = (this.carried != null) ? this.carried : take();
		this.carried = null;
		for (; frame != null; frame = take()) {
			if (!fits(frame.size(), size)) {
				this.carried = frame;
				break;
			}
			frame.addTo(this.batch);
			size += frame.size();
			count++;
		}
		giveBack(); // to send may take long
		return count;
	}

	/** A frame that is larger than a batch may be goes alone. */
	private boolean fits(int frame, int size) {
		return this.batch.size() == 1 || size + frame <= this.maxBatch;
	}

	private boolean send(List<byte[]> parts) {
		this.record.sending();
		try {
			return this.context.transport().sendParts(this.member.id(), BusContext.CHANNEL, parts);
		}
		catch (RuntimeException | Error ex) {
			this.table.announceAgain(this);
			long heldBack = this.sendLog.acquire();
			if (heldBack >= 0) {
				logger.error("Cannot send to {}{}", this.member, LogLimiter.suffix(heldBack), ex);
			}
			return false;
		}
		finally {
			this.record.sendingEnded();
		}
	}

	/**
	 * Return how the way to it fares.
	 */
	OutboundStatus status() {
		return this.record.status(this.member, count(), capacity());
	}

	@Override
	int sizeOf(OutboundFrame element) {
		return element.size();
	}

	@Override
	void dropped(OutboundFrame element) {
		this.record.dropped(1);
		this.context.counters().dropped.increment();
	}

	@Override
	void discarded(OutboundFrame element) {
		this.record.undeliverable(1);
		this.context.counters().undeliverable.increment();
	}

	@Override
	boolean hasWork() {
		return !this.closed && (this.controlDue || !isEmpty());
	}

	@Override
	boolean isClosed() {
		return this.closed;
	}

	@Override
	String describe() {
		return "member " + this.member;
	}

}
