package dev.muster.autoconfigure.listener;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.Registration;
import dev.muster.pubsub.DeliveryReport;
import dev.muster.pubsub.LossListener;
import dev.muster.pubsub.Message;
import dev.muster.pubsub.MessageHandler;
import dev.muster.pubsub.OutboundStatus;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.PubSubStatistics;
import dev.muster.pubsub.PublishOptions;
import dev.muster.pubsub.Reply;
import dev.muster.pubsub.RequestHandler;
import dev.muster.pubsub.ReplayRingStatus;
import dev.muster.pubsub.ReplayStatistics;
import dev.muster.pubsub.RequestStatistics;
import dev.muster.pubsub.Subscription;
import dev.muster.pubsub.SubscriptionOptions;
import dev.muster.pubsub.SubscriptionStatus;
import org.jspecify.annotations.Nullable;

/**
 * A bus that remembers who subscribed, and delivers what a test hands it.
 */
public class RecordingPubSub implements PubSub {

	public static final Member SENDER = new Member(new MemberId(1, 2), "peer", "10.0.0.9", 7800, Map.of());

	public final List<Recorded> subscriptions = new CopyOnWriteArrayList<>();

	public final List<Responding> responders = new CopyOnWriteArrayList<>();

	public Responding responder(String pattern) {
		return this.responders.stream()
			.filter((responder) -> responder.pattern().equals(pattern))
			.findFirst()
			.orElseThrow();
	}

	public Recorded only() {
		if (this.subscriptions.size() != 1) {
			throw new AssertionError("Not one subscription but " + this.subscriptions);
		}
		return this.subscriptions.get(0);
	}

	@Override
	public void publish(String topic, Object payload) {
		publish(topic, payload, PublishOptions.defaults());
	}

	@Override
	public void publish(String topic, Object payload, PublishOptions options) {
		for (Recorded subscription : this.subscriptions) {
			if (subscription.pattern().equals(topic)) {
				subscription.deliver(payload, options.headers());
			}
		}
	}

	@Override
	public Subscription subscribeGeneric(String topicPattern, Type type, SubscriptionOptions options,
			MessageHandler<Object> handler) {
		if (topicPattern.contains("!")) {
			throw new IllegalArgumentException("'" + topicPattern + "' is no topic pattern: it has a '!'");
		}
		Recorded recorded = new Recorded(this, topicPattern, type, options, handler, new CompletableFuture<>());
		this.subscriptions.add(recorded);
		return recorded;
	}

	@Override
	public CompletableFuture<DeliveryReport> publishAndConfirm(String topic, Object payload, PublishOptions options,
			Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Object> requestGeneric(String topic, Object payload, PublishOptions options,
			Type replyType, Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<List<Reply<Object>>> requestAllGeneric(String topic, Object payload,
			PublishOptions options, Type replyType, Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Subscription respondGeneric(String topicPattern, Type type, SubscriptionOptions options,
			RequestHandler<Object, Object> handler) {
		Responding responding = new Responding(this, topicPattern, options, handler, new CompletableFuture<>());
		this.responders.add(responding);
		return responding;
	}

	@Override
	public Set<MemberId> subscribers(String topic) {
		return Set.of();
	}

	@Override
	public Set<MemberId> responders(String topic) {
		return Set.of();
	}

	@Override
	public List<SubscriptionStatus> subscriptions() {
		return List.of();
	}

	@Override
	public List<OutboundStatus> outbound() {
		return List.of();
	}

	@Override
	public Registration addLossListener(LossListener listener) {
		return () -> {
		};
	}

	@Override
	public PubSubStatistics statistics() {
		return new PubSubStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	}

	public static TestMessage message(String topic, Object payload) {
		return new TestMessage(topic, payload, SENDER, Instant.EPOCH, Map.of());
	}

	@Override
	public ReplayStatistics replayStatistics() {
		return new ReplayStatistics(0, 0, 0, 0);
	}

	@Override
	public List<ReplayRingStatus> replayRings() {
		return List.of();
	}

	@Override
	public RequestStatistics requestStatistics() {
		return new RequestStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	}

	/**
	 * A subscription.
	 */
	public record Recorded(RecordingPubSub bus, String pattern, Type type, SubscriptionOptions options,
			MessageHandler<Object> handler, CompletableFuture<Void> ended) implements Subscription {

		public void deliver(Object payload) {
			deliver(payload, Map.of());
		}

		public void deliver(Object payload, Map<String, String> headers) {
			try {
				deliverOrThrow(payload, headers);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		public void deliverOrThrow(Object payload, Map<String, String> headers) throws Exception {
			this.handler.handle(new TestMessage(this.pattern, payload, SENDER, Instant.EPOCH, headers));
		}

		@Override
		public CompletableFuture<Void> live() {
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public void close() {
			this.bus.subscriptions.removeIf((other) -> other == this);
			this.ended.complete(null);
		}

		@Override
		public String toString() {
			return this.options.id() + " at " + this.pattern;
		}

	}

	/**
	 * A responder.
	 */
	public record Responding(RecordingPubSub bus, String pattern, SubscriptionOptions options,
			RequestHandler<Object, Object> handler, CompletableFuture<Void> ended) implements Subscription {

		public @Nullable Object answer(Object payload, Map<String, String> headers) throws Exception {
			return this.handler.handle(new TestMessage(this.pattern, payload, SENDER, Instant.EPOCH, headers));
		}

		@Override
		public CompletableFuture<Void> live() {
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public void close() {
			this.bus.responders.removeIf((other) -> other == this);
			this.ended.complete(null);
		}

	}

	/**
	 * A message.
	 */
	public record TestMessage(String topic, Object payload, Member sender, Instant sentAt,
			Map<String, String> headers) implements Message<Object> {
	}

}
