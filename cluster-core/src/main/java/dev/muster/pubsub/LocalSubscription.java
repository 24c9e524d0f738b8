package dev.muster.pubsub;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Consumer;

import dev.muster.codec.PayloadDecodingException;
import dev.muster.codec.UnknownCodecException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription of this member, with its queue.
 */
final class LocalSubscription extends Mailbox<InboundMessage> implements Subscription {

	private static final Logger logger = LoggerFactory.getLogger(PubSub.class);

	/**
	 * How many bytes may wait for a subscription, whatever its capacity in messages.
	 */
	static final long MAX_QUEUED_BYTES = 64L * 1024 * 1024;

	/** After so many messages other tasks of the executor get a turn. */
	private static final int MAX_RUN = 256;

	/** So many messages share one look at the clock. */
	private static final int CLOCK_INTERVAL = 16;

	private static final AtomicLongFieldUpdater<LocalSubscription> DELIVERED = AtomicLongFieldUpdater
		.newUpdater(LocalSubscription.class, "delivered");

	private static final AtomicLongFieldUpdater<LocalSubscription> FAILED = AtomicLongFieldUpdater
		.newUpdater(LocalSubscription.class, "failed");

	private static final AtomicLongFieldUpdater<LocalSubscription> DROPPED = AtomicLongFieldUpdater
		.newUpdater(LocalSubscription.class, "dropped");

	private final long number;

	private final @Nullable String id;

	private final String pattern;

	private final Type type;

	private final SubscriptionOptions.From from;

	private final @Nullable String group;

	private final MessageHandler<Object> handler;

	private final BusContext context;

	private final Consumer<LocalSubscription> onClose;

	private final CompletableFuture<Void> live = new CompletableFuture<>();

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	/** Guarded by the table. */
	private long version;

	/** If it handles several at a time. */
	private final @Nullable HandlerLanes lanes;

	/** Has no room in its lane yet. */
	private volatile @Nullable InboundMessage carried;

	private volatile boolean closed;

	private volatile boolean saturated;

	/** Made when it is needed, for there may be many subscriptions. */
	private @Nullable LogLimiter log;

	private volatile long delivered;

	private volatile long failed;

	private volatile long dropped;

	/** When it began with the last few messages, or 0. */
	private volatile long busySince;

	LocalSubscription(long number, String pattern, Type type, SubscriptionOptions options,
			MessageHandler<Object> handler, BusContext context, Consumer<LocalSubscription> onClose) {
		super((options.queueCapacity() > 0) ? options.queueCapacity() : context.settings().queueCapacity(),
				MAX_QUEUED_BYTES, overflow(options, context), context.executor());
		this.number = number;
		this.id = options.id();
		this.pattern = pattern;
		this.type = type;
		this.from = options.from();
		this.group = options.group();
		this.handler = handler;
		this.context = context;
		this.onClose = onClose;
		this.lanes = (options.concurrency() > 1) ? new HandlerLanes(this, options.concurrency(), context) : null;
	}

	private static Overflow overflow(SubscriptionOptions options, BusContext context) {
		Overflow overflow = options.overflow();
		return (overflow != null) ? overflow : context.settings().overflow();
	}

	/**
	 * Return its place in the order of all that there were.
	 */
	long number() {
		return this.number;
	}

	private String id() {
		return (this.id != null) ? this.id : this.pattern + "#" + this.number;
	}

	String pattern() {
		return this.pattern;
	}

	SubscriptionOptions.From from() {
		return this.from;
	}

	/**
	 * Return the group that it is a member of.
	 */
	@Nullable String group() {
		return this.group;
	}

	/**
	 * Return whether it answers requests, and gets nothing else.
	 */
	boolean isResponder() {
		return this.handler instanceof Responder;
	}

	/**
	 * Return what the others have to know of it.
	 */
	Interest interest() {
		if (isResponder()) {
			return Interest.responder(this.pattern);
		}
		return (this.group != null) ? Interest.groupMember(this.group, this.pattern)
				: Interest.subscriber(this.pattern);
	}

	/**
	 * Return the version of this member's interest that has this subscription.
	 */
	long version() {
		return this.version;
	}

	void setVersion(long version) {
		this.version = version;
	}

	SubscriptionStatus status() {
		return new SubscriptionStatus(id(), this.pattern, this.group, isResponder(), this.type.getTypeName(), queued(),
				capacity(), this.delivered, this.dropped, this.failed, busyFor(), this.saturated);
	}

	private int queued() {
		int inLanes = (this.lanes != null) ? this.lanes.count() + ((this.carried != null) ? 1 : 0) : 0;
		return Math.min(count(), capacity()) + inLanes;
	}

	private Duration busyFor() {
		long since = (this.lanes != null) ? this.lanes.busySince() : this.busySince;
		return (since != 0) ? Duration.ofNanos(Math.max(0, System.nanoTime() - since)) : Duration.ZERO;
	}

	/**
	 * Return whether a lane waited in vain, so that none is to wait until there is room
	 * again.
	 */
	boolean isSaturated() {
		return this.saturated;
	}

	void saturate() {
		this.saturated = true;
	}

	@Override
	void work() {
		HandlerLanes lanes = this.lanes;
		for (int i = 0; i < MAX_RUN && !this.closed; i++) {
			InboundMessage message = (this.carried != null) ? this.carried : take();
			this.carried = null;
			if (message == null) {
				return;
			}
			if (this.saturated && count() <= capacity() / 2) {
				this.saturated = false;
			}
			if (lanes != null) {
				if (!lanes.offer(message)) {
					this.carried = message; // until its lane has room
					return;
				}
				continue;
			}
			if (i % CLOCK_INTERVAL == 0) {
				this.busySince = System.nanoTime() | 1; // 0 is for none
			}
			deliver(message);
		}
	}

	/**
	 * Hand a message over, or what it can be told instead.
	 */
	void deliver(InboundMessage message) {
		Receipt receipt = message.receipt();
		if (receipt != null && !receipt.begin()) {
			return;
		}
		Message<Object> typed;
		try {
			typed = message.as(this.type);
		}
		catch (PayloadDecodingException | LinkageError ex) {
			FAILED.incrementAndGet(this);
			this.context.counters().undecodable.increment();
			if (receipt != null) {
				receipt.undecodable(ex);
			}
			boolean known = ex instanceof UnknownCodecException unknown && !unknown.isFirst();
			long heldBack = known ? -1 : acquireLine();
			if (heldBack >= 0) {
				logger.warn("{} cannot have the message of {} to '{}'{}", describe(), message.sender(), message.topic(),
						LogLimiter.suffix(heldBack), ex);
			}
			return;
		}
		if (this.closed) {
			discarded(message);
			return;
		}
		try {
			Object result = null;
			if (this.handler instanceof Responder responder) {
				result = responder.handler().handle(typed);
			}
			else {
				this.handler.handle(typed);
			}
			DELIVERED.incrementAndGet(this);
			this.context.counters().delivered.increment();
			if (receipt != null) {
				receipt.handled(result);
			}
		}
		catch (Throwable ex) { // also of errors the next message knows nothing
			FAILED.incrementAndGet(this);
			this.context.counters().failed.increment();
			if (receipt != null) {
				receipt.failed(ex);
			}
			boolean ended = this.closed && ex instanceof InterruptedException; // as it
																				// should
			long heldBack = ended ? -1 : acquireLine();
			if (heldBack >= 0) {
				logger.error("The handler of {} failed on the message of {} to '{}'{}", describe(), message.sender(),
						message.topic(), LogLimiter.suffix(heldBack), ex);
			}
		}
		finally {
			boolean unused = Thread.interrupted(); // nor of interrupts
		}
	}

	private synchronized long acquireLine() {
		if (this.log == null) {
			this.log = new LogLimiter(this.context.clock(), 1000);
		}
		return this.log.acquire();
	}

	@Override
	int sizeOf(InboundMessage element) {
		return element.size();
	}

	@Override
	void dropped(InboundMessage element) {
		Receipt receipt = element.receipt();
		if (receipt != null) {
			receipt.refused();
		}
		DROPPED.incrementAndGet(this);
		this.context.counters().dropped.increment();
	}

	@Override
	void discarded(InboundMessage element) {
		dropped(element);
	}

	@Override
	boolean hasWork() {
		if (this.closed) {
			return false;
		}
		InboundMessage first = this.carried;
		return (first != null && this.lanes != null) ? this.lanes.hasRoom(first) : !isEmpty();
	}

	/**
	 * One of the lanes can take more.
	 */
	void laneHasRoom() {
		if (this.carried != null) {
			schedule();
		}
	}

	/**
	 * One of the lanes has nothing to do.
	 */
	void laneIdle() {
		if (this.closed) {
			idle();
		}
	}

	@Override
	boolean isClosed() {
		return this.closed;
	}

	@Override
	String describe() {
		return "subscription '" + id() + "' (" + this.pattern + ")";
	}

	@Override
	void idle() {
		this.busySince = 0;
		if (this.closed) {
			endIfIdle();
		}
	}

	private void endIfIdle() {
		HandlerLanes lanes = this.lanes;
		if (lanes != null) {
			discardCarried();
			lanes.close();
			if (!lanes.areIdle()) {
				return; // the last of them comes here
			}
		}
		if (isIdle()) {
			this.ended.complete(null);
		}
	}

	private synchronized void discardCarried() {
		InboundMessage first = this.carried;
		if (first != null && isIdle()) {
			this.carried = null;
			discarded(first);
		}
	}

	void completeLive() {
		this.live.complete(null);
	}

	@Override
	public CompletableFuture<Void> live() {
		return this.live;
	}

	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			this.onClose.accept(this);
			this.live.cancel(false);
			discardAll();
			endIfIdle();
		}
	}

	@Override
	public CompletableFuture<Void> ended() {
		return this.ended;
	}

	@Override
	public String toString() {
		return describe();
	}

}
