package dev.muster.pubsub;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.Registration;
import dev.muster.codec.PayloadCodecs;
import dev.muster.topic.TopicSyntax;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.FrameReceiver;
import dev.muster.transport.ViewChange;
import org.jspecify.annotations.Nullable;

/**
 * The bus over a transport.
 *
 * <p>
 * {@code publish} encodes, then puts the message into the queues of this member's
 * subscriptions and of each other member that may want it. Tasks on the executor empty
 * the queues, one task for each at the most: to the transport, which may block, and to
 * the handlers. So one that is slow hurts itself alone, and order is that of the queues:
 * the messages of one thread stay in order everywhere; those of two threads may
 * interleave differently in two queues.
 */
public final class DefaultPubSub implements PubSub, AutoCloseable {

	/**
	 * How much larger than {@link PubSubSettings#maxMessageSize()} a frame of the
	 * transport has to be able to be, in bytes.
	 */
	public static final int FRAME_OVERHEAD = Frames.OVERHEAD;

	private final BusContext context;

	private final PayloadCodecs codecs;

	private final InterestTable table;

	private final Publisher publisher;

	private final Delivery delivery;

	private final ReplayInbox replays;

	private final Consumer<LocalSubscription> removal;

	private final @Nullable Interceptors interceptors;

	private final AtomicLong subscriptionCount = new AtomicLong();

	private final Registration channel;

	private final Registration viewListener;

	private volatile boolean closed;

	/**
	 * Create a bus.
	 * @param transport the way to the other members
	 * @param settings the settings; messages are also bounded by the transport's frames
	 * @param executor runs handlers and senders; as they may block, it should have a
	 * thread for each
	 */
	public DefaultPubSub(ClusterTransport transport, PubSubSettings settings, Executor executor) {
		this(transport, settings, executor, List.of());
	}

	/**
	 * Create a bus with interceptors.
	 * @param transport the way to the other members
	 * @param settings the settings; messages are also bounded by the transport's frames
	 * @param executor runs handlers and senders; as they may block, it should have a
	 * thread for each
	 * @param interceptors stand around publishing and handlers; the first is the
	 * outermost
	 */
	public DefaultPubSub(ClusterTransport transport, PubSubSettings settings, Executor executor,
			List<PubSubInterceptor> interceptors) {
		this(new BusContext(transport, settings, executor, Delayer.of(executor), InstantSource.system(),
				() -> System.nanoTime() / 1_000_000, new Counters()), interceptors);
	}

	/**
	 * Create a bus with a clock.
	 * @param transport the way to the other members
	 * @param settings the settings; messages are also bounded by the transport's frames
	 * @param executor runs handlers and senders; as they may block, it should have a
	 * thread for each. If it is a {@link java.util.concurrent.ScheduledExecutorService},
	 * delays are by its time
	 * @param clock tells {@link Message#sentAt()}, and when requests are over
	 */
	public DefaultPubSub(ClusterTransport transport, PubSubSettings settings, Executor executor, InstantSource clock) {
		this(new BusContext(transport, settings, executor, Delayer.of(executor), clock, clock::millis, new Counters()),
				List.of());
	}

	private DefaultPubSub(BusContext context, List<PubSubInterceptor> interceptors) {
		ClusterTransport transport = context.transport();
		this.interceptors = interceptors.isEmpty() ? null : Interceptors.of(interceptors);
		this.context = context;
		this.codecs = new PayloadCodecs(context.settings().codec());
		int maxMessageSize = Math.min(context.settings().maxMessageSize(), transport.maxFrameSize() - FRAME_OVERHEAD);
		this.table = new InterestTable(context, maxMessageSize);
		this.removal = this.table::remove;
		MessageEncoder encoder = new MessageEncoder(context, this.codecs, maxMessageSize);
		this.publisher = new Publisher(context, encoder, this.table);
		this.delivery = new Delivery(context, this.table, encoder, this.publisher,
				new Outbound(this.table, this.table.lane()));
		this.replays = new ReplayInbox(context, this.table, this::receiver);
		this.viewListener = transport.addViewListener(this::viewChanged);
		this.channel = transport.openChannel(BusContext.CHANNEL, new Inbox());
	}

	private void viewChanged(ViewChange change) {
		this.table.viewChanged(change);
		this.delivery.viewChanged(change.current());
		this.replays.viewChanged(change);
	}

	@Override
	public void publish(String topic, Object payload) {
		publish(topic, payload, PublishOptions.defaults());
	}

	@Override
	public void publish(String topic, Object payload, PublishOptions options) {
		requireOpen(topic, payload);
		if (this.interceptors == null) {
			this.publisher.publish(topic, payload, options);
		}
		else {
			this.interceptors.publish(topic, PubSubInterceptor.Kind.MESSAGE, options,
					(intercepted) -> this.publisher.publish(topic, payload, intercepted));
		}
	}

	private void requireOpen(String topic, Object payload) {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(payload, "payload");
		if (this.closed) {
			throw new NotRunningException();
		}
	}

	@Override
	public CompletableFuture<DeliveryReport> publishAndConfirm(String topic, Object payload, PublishOptions options,
			Duration timeout) {
		requireOpen(topic, payload);
		return intercepted(topic, PubSubInterceptor.Kind.MESSAGE, options,
				(intercepted) -> this.delivery.confirmer().publish(topic, payload, intercepted, timeout));
	}

	@Override
	public CompletableFuture<Object> requestGeneric(String topic, Object payload, PublishOptions options,
			Type replyType, Duration timeout) {
		requireOpen(topic, payload);
		return intercepted(topic, PubSubInterceptor.Kind.REQUEST, options,
				(intercepted) -> this.delivery.requester().one(topic, payload, intercepted, replyType, timeout));
	}

	@Override
	public CompletableFuture<List<Reply<Object>>> requestAllGeneric(String topic, Object payload,
			PublishOptions options, Type replyType, Duration timeout) {
		requireOpen(topic, payload);
		return intercepted(topic, PubSubInterceptor.Kind.REQUEST, options,
				(intercepted) -> this.delivery.requester().all(topic, payload, intercepted, replyType, timeout));
	}

	private <F> F intercepted(String topic, PubSubInterceptor.Kind kind, PublishOptions options,
			Function<PublishOptions, F> ask) {
		return (this.interceptors != null) ? this.interceptors.ask(topic, kind, options, ask) : ask.apply(options);
	}

	@Override
	public Subscription respondGeneric(String topicPattern, Type type, SubscriptionOptions options,
			RequestHandler<Object, Object> handler) {
		Objects.requireNonNull(handler, "handler");
		return add(topicPattern, type, options, new Responder((this.interceptors != null)
				? this.interceptors.aroundResponder(handler, topicPattern, options) : handler));
	}

	@Override
	public Subscription subscribeGeneric(String topicPattern, Type type, SubscriptionOptions options,
			MessageHandler<Object> handler) {
		Objects.requireNonNull(handler, "handler");
		return add(topicPattern, type, options,
				(this.interceptors != null) ? this.interceptors.around(handler, topicPattern, options) : handler);
	}

	private Subscription add(String topicPattern, Type type, SubscriptionOptions options,
			MessageHandler<Object> handler) {
		Objects.requireNonNull(topicPattern, "topicPattern");
		Objects.requireNonNull(type, "type");
		TopicSyntax.requirePattern(topicPattern);
		LocalSubscription subscription = new LocalSubscription(this.subscriptionCount.incrementAndGet(), topicPattern,
				type, options, handler, this.context, this.removal);
		this.table.add(subscription);
		if (this.closed) {
			subscription.close();
			throw new IllegalStateException("The bus is closed: it takes no more subscriptions");
		}
		return subscription;
	}

	@Override
	public Set<MemberId> subscribers(String topic) {
		return this.table.subscribers(topic);
	}

	@Override
	public Set<MemberId> responders(String topic) {
		return this.delivery.requester().responders(topic);
	}

	@Override
	public List<SubscriptionStatus> subscriptions() {
		return this.table.subscriptions().stream().map(LocalSubscription::status).toList();
	}

	@Override
	public List<OutboundStatus> outbound() {
		return this.publisher.outbound();
	}

	@Override
	public Registration addLossListener(LossListener listener) {
		Objects.requireNonNull(listener, "listener");
		return this.context.losses().add(listener);
	}

	@Override
	public PubSubStatistics statistics() {
		return this.context.counters().statistics();
	}

	@Override
	public RequestStatistics requestStatistics() {
		return this.delivery.statistics();
	}

	@Override
	public ReplayStatistics replayStatistics() {
		return this.context.counters().replayStatistics();
	}

	@Override
	public List<ReplayRingStatus> replayRings() {
		return this.context.rings()
			.all()
			.stream()
			.map((ring) -> new ReplayRingStatus(ring.pattern(), ring.capacity(), ring.count(), ring.bytes()))
			.toList();
	}

	private void receive(Member sender, List<byte[]> batch) {
		Peer peer = this.table.peer(sender.id());
		if (peer != null) {
			receiver(peer).receive(batch);
		}
	}

	private Receiver receiver(Peer peer) {
		return new Receiver(this.context, this.codecs, this.table, this.delivery, this.replays, peer);
	}

	/**
	 * Return the numbers of what this member and others have for one another.
	 */
	StreamTable streams() {
		return this.context.streams();
	}

	/**
	 * End all subscriptions and hear no more. What was published before and is still
	 * waiting is sent as long as the transport and the executor run.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.table.subscriptions().forEach(LocalSubscription::close);
		this.channel.close();
		this.viewListener.close();
		this.table.close();
		this.delivery.close();
	}

	/**
	 * Takes what other members send.
	 */
	private final class Inbox implements FrameReceiver {

		@Override
		public void receive(Member sender, byte[] frame) {
			receiveParts(sender, List.of(frame));
		}

		@Override
		public void receiveParts(Member sender, List<byte[]> parts) {
			DefaultPubSub.this.receive(sender, parts);
		}

	}

}
