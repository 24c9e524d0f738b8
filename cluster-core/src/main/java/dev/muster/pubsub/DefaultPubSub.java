package dev.muster.pubsub;

import java.lang.reflect.Type;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.Registration;
import dev.muster.codec.PayloadCodecs;
import dev.muster.topic.TopicSyntax;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.FrameReceiver;
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
		this(transport, settings, executor, InstantSource.system(), interceptors);
	}

	/**
	 * Create a bus with a clock.
	 * @param transport the way to the other members
	 * @param settings the settings; messages are also bounded by the transport's frames
	 * @param executor runs handlers and senders; as they may block, it should have a
	 * thread for each. If it is a {@link java.util.concurrent.ScheduledExecutorService},
	 * delays are by its time
	 * @param clock tells {@link Message#sentAt()}
	 */
	public DefaultPubSub(ClusterTransport transport, PubSubSettings settings, Executor executor, InstantSource clock) {
		this(transport, settings, executor, clock, List.of());
	}

	private DefaultPubSub(ClusterTransport transport, PubSubSettings settings, Executor executor, InstantSource clock,
			List<PubSubInterceptor> interceptors) {
		this.interceptors = interceptors.isEmpty() ? null : Interceptors.of(interceptors);
		this.context = new BusContext(transport, settings, executor, Delayer.of(executor), clock, new Counters());
		this.codecs = new PayloadCodecs(settings.codec());
		int maxMessageSize = Math.min(settings.maxMessageSize(), transport.maxFrameSize() - FRAME_OVERHEAD);
		this.table = new InterestTable(this.context, maxMessageSize);
		this.removal = this.table::remove;
		this.publisher = new Publisher(this.context, this.codecs, this.table, maxMessageSize);
		this.viewListener = transport.addViewListener(this.table::viewChanged);
		this.channel = transport.openChannel(BusContext.CHANNEL, new Inbox());
	}

	@Override
	public void publish(String topic, Object payload) {
		publish(topic, payload, PublishOptions.defaults());
	}

	@Override
	public void publish(String topic, Object payload, PublishOptions options) {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(payload, "payload");
		if (this.closed) {
			throw new NotRunningException();
		}
		if (this.interceptors == null) {
			this.publisher.publish(topic, payload, options);
		}
		else {
			this.interceptors.publish(topic, PubSubInterceptor.Kind.MESSAGE, options,
					(intercepted) -> this.publisher.publish(topic, payload, intercepted));
		}
	}

	@Override
	public Subscription subscribeGeneric(String topicPattern, Type type, SubscriptionOptions options,
			MessageHandler<Object> handler) {
		Objects.requireNonNull(topicPattern, "topicPattern");
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(handler, "handler");
		TopicSyntax.requirePattern(topicPattern);
		MessageHandler<Object> served = (this.interceptors != null)
				? this.interceptors.around(handler, topicPattern, options) : handler;
		LocalSubscription subscription = new LocalSubscription(this.subscriptionCount.incrementAndGet(), topicPattern,
				type, options, served, this.context, this.removal);
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

	private void receive(Member sender, List<byte[]> batch) {
		Peer peer = this.table.peer(sender.id());
		if (peer != null) {
			new Receiver(this.context, this.codecs, this.table, peer).receive(batch);
		}
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
