package dev.muster.pubsub;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

import dev.muster.MemberId;
import dev.muster.transport.ClusterTransport;

/** Skeleton. */
public final class DefaultPubSub implements PubSub, AutoCloseable {

	public DefaultPubSub(ClusterTransport transport, PubSubSettings settings, Executor executor) {
	}

	@Override
	public void publish(String topic, Object payload) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void publish(String topic, Object payload, PublishOptions options) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Subscription subscribeGeneric(String topicPattern, Type type, SubscriptionOptions options,
			MessageHandler<Object> handler) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Set<MemberId> subscribers(String topic) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<SubscriptionStatus> subscriptions() {
		return List.of();
	}

	@Override
	public PubSubStatistics statistics() {
		return new PubSubStatistics(0, 0, 0, 0, 0, 0, 0, 0);
	}

	@Override
	public void close() {
	}

}
