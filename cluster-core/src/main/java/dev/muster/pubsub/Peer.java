package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.muster.Member;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another member while it is in the view: what waits to be sent to it.
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

	/** After so long it is told again where we stand, if that could not be sent. */
	private static final long MARK_DELAY_MILLIS = 1000;

	/**
	 * How many bytes may wait for a member when a message joins them that is larger than
	 * a batch, if its publisher can wait: the small ones behind it are not to wait for
	 * many such.
	 */
	static final long MAX_BYTES_WITH_LARGE = 2L * 1024 * 1024;

	private final Member member;

	private final BusContext context;

	private final InterestTable table;

	/** Where all that is for any member goes, if the transport multicasts. */
	private final @Nullable GroupLane lane;

	private final int maxBatch;

	private final BatchReader reader;

	private final LogLimiter garbageLog;

	private final LogLimiter sendLog;

	private final long sinceView;

	/** Guarded by the table. */
	private long uncertainSince;

	private final StreamTable.Streams streams;

	private final ReplayOutbox replays;

	private final AtomicInteger openRequests = new AtomicInteger();

	/** Whether it does not know yet which numbers were given up. */
	private volatile boolean markDue = true;

	private volatile boolean closed;

	private final OutboundRecord record = new OutboundRecord();

	// the next two are for the one task
	private final List<byte[]> batch = new ArrayList<>();

	private @Nullable OutboundFrame carried;

	private int keptInBatch;

	Peer(Member member, long sinceView, BusContext context, InterestTable table, int maxMessageSize) {
		super(context.settings().queueCapacity(), MAX_QUEUED_BYTES, context.settings().overflow(), context.executor());
		this.member = member;
		this.sinceView = sinceView;
		this.uncertainSince = sinceView;
		this.context = context;
		this.table = table;
		this.lane = table.lane();
		this.maxBatch = Math.min(MAX_BATCH, context.transport().maxFrameSize());
		this.reader = new BatchReader(maxMessageSize);
		this.garbageLog = new LogLimiter(context.clock(), 60_000);
		this.sendLog = new LogLimiter(context.clock(), 60_000);
		this.streams = context.streams().join(member);
		this.replays = new ReplayOutbox(context, this.streams.replay(), this.maxBatch, this::schedule);
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
	 * Return how many requests of this member wait for its reply.
	 */
	AtomicInteger openRequests() {
		return this.openRequests;
	}

	/**
	 * Return the number of the view before which what it wanted says nothing of now.
	 */
	long uncertainSince() {
		return this.uncertainSince;
	}

	/**
	 * It may have been away before a view, and have changed what it wants.
	 */
	void mayHaveBeenAway(long view) {
		this.uncertainSince = view;
	}

	/**
	 * Return the numbers of what we have for it, and it for us.
	 */
	StreamTable.Streams streams() {
		return this.streams;
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
	 * It has to be told where we stand, for a number was given up that nothing may
	 * follow.
	 */
	void markDue() {
		this.markDue = true;
		schedule();
	}

	/**
	 * Return what there is to say to it about messages that are kept.
	 */
	ReplayOutbox replays() {
		return this.replays;
	}

	/**
	 * It does not get a message.
	 * @param later whether it may get it when it asks for it
	 */
	void skip(OutboundFrame message, boolean later) {
		if (message instanceof KeptFrame.Numbered numbered) {
			leave(numbered);
			missed();
		}
		else if (message instanceof KeptFrame kept) {
			this.streams.replay().outbound(kept.ring()).skip(later ? kept.kept() : null);
			missed();
		}
		else {
			skip(1);
		}
	}

	/** One that is kept leaves our queue. */
	private void leave(KeptFrame.Numbered kept) {
		this.replays.entering(-1);
		dequeued(kept);
	}

	/**
	 * It does not get messages that are not kept.
	 */
	void skip(int messages) {
		this.streams.outbound().take(messages);
		missed();
	}

	/**
	 * It does not get a message that has its number.
	 */
	void missed() {
		if (this.closed) {
			this.table.skipped(this.member.id());
		}
		else {
			markDue();
		}
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
			boolean mark = this.markDue;
			this.markDue = false;
			this.batch.add(Frames.PREFIX);
			int size = this.replays.addTo(this.batch, mark);
			int controls = this.batch.size();
			int messages = (this.lane == null) ? addMessages(size) : 0;
			if (this.lane != null && mark) {
				this.lane.mark(this);
			}
			if (this.batch.size() == 1 && !(mark && this.lane == null)) {
				this.batch.clear();
				return;
			}
			if (this.lane == null) {
				this.batch.add(controls, number(messages));
			}
			int kept = this.keptInBatch;
			this.keptInBatch = 0;
			sendBatch(messages + kept);
		}
	}

	/** Each batch says where it is in the stream. */
	private byte[] number(int messages) {
		OutboundStream stream = this.streams.outbound();
		int ahead = Math.max(0, count() + ((this.carried != null) ? 1 : 0) - this.replays.queued());
		return Frames.stream(stream.epoch(), stream.take(messages), ahead);
	}

	private void sendBatch(int messages) {
		boolean sent = this.table.isMember(this) && send(List.copyOf(this.batch));
		this.batch.clear();
		if (sent) {
			this.record.sent(messages);
			this.context.counters().sent.add(messages);
			return;
		}
		this.record.undeliverable(messages);
		this.context.counters().undeliverable.add(messages);
		if (this.closed) {
			this.table.skipped(this.member.id());
		}
		markLater();
	}

	/**
	 * It could not be told where we stand, so it is told later if it is still there.
	 */
	void markLater() {
		if (this.closed || !this.table.isMember(this)) {
			return;
		}
		try {
			this.context.delayer().execute(this::markDue, MARK_DELAY_MILLIS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No thread to tell {} where we stand", this.member, ex); // closing
		}
	}

	private int addMessages(int start) {
		int size = start + Frames.MAX_STREAM;
		int count = 0;
		OutboundFrame frame = (this.carried != null) ? this.carried : take();
		this.carried = null;
		for (; frame != null; frame = take()) {
			if (!fits(frame.size(), size)) {
				this.carried = frame;
				break;
			}
			size += frame.size();
			if (frame instanceof KeptFrame.Numbered kept) {
				this.replays.addTo(this.batch, kept, this.member.id());
				leave(kept);
				this.keptInBatch++;
				continue;
			}
			frame.addTo(this.batch);
			count++;
		}
		giveBack(); // to send may take long
		return count;
	}

	/**
	 * A message that is kept left the queue that it was in.
	 */
	void dequeued(KeptFrame kept) {
		if (this.replays.dequeued(kept)) {
			missed();
		}
	}

	@Override
	boolean tryAdd(OutboundFrame element) {
		boolean kept = element instanceof KeptFrame;
		if (kept) {
			this.replays.entering(1); // before it is counted
		}
		boolean added = super.tryAdd(element);
		if (kept && !added) {
			this.replays.entering(-1);
		}
		return added;
	}

	@Override
	void append(OutboundFrame element) {
		if (element instanceof KeptFrame kept) {
			this.replays.number(kept, super::append);
		}
		else {
			super.append(element);
		}
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
	long byteLimit(int size) {
		return byteLimit(size, overflow());
	}

	static long byteLimit(int size, Overflow overflow) {
		return (size > MAX_BATCH && overflow == Overflow.BLOCK) ? MAX_BYTES_WITH_LARGE : MAX_QUEUED_BYTES;
	}

	@Override
	int sizeOf(OutboundFrame element) {
		return element.size();
	}

	@Override
	void dropped(OutboundFrame element) {
		this.record.dropped(1);
		this.context.counters().dropped.increment();
		skip(element, true);
	}

	@Override
	void refused(OutboundFrame element) {
		skip(element, false);
	}

	@Override
	void discarded(OutboundFrame element) {
		this.record.undeliverable(1);
		this.context.counters().undeliverable.increment();
		skip(element, true);
	}

	@Override
	boolean hasWork() {
		return !this.closed && (this.markDue || !isEmpty() || !this.replays.isEmpty());
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
