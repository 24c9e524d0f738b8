package dev.muster.autoconfigure.reactive;

import java.lang.reflect.Type;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.muster.pubsub.Message;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.Subscription;
import dev.muster.pubsub.SubscriptionOptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Subscriptions to the bus as fluxes. Each subscriber of a flux has a subscription of its
 * own, which ends when it cancels.
 *
 * <p>
 * The one buffer is the subscription's queue: a message leaves it when downstream has
 * asked for one more, and its capacity and overflow policy are those of the options. So
 * what is too slow for its messages is dropped, and counted, as for any other
 * subscription. Messages arrive in order, on a thread of the node.
 *
 * <p>
 * Safe for use by many threads.
 */
public final class ReactivePubSub implements AutoCloseable {

	private final PubSub pubSub;

	private final Set<DemandDrivenHandler> open = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/**
	 * Create a view of a bus.
	 * @param pubSub the bus
	 */
	public ReactivePubSub(PubSub pubSub) {
		this.pubSub = pubSub;
	}

	/**
	 * Return the messages of a topic or pattern.
	 * @param <T> the type of payloads
	 * @param topicPattern a topic or a pattern
	 * @param type what payloads shall become
	 * @return the messages that are published while somebody has subscribed; ends with
	 * the node, or with an error if the pattern is none
	 */
	public <T> Flux<Message<T>> messages(String topicPattern, Class<T> type) {
		return messages(topicPattern, type, SubscriptionOptions.defaults());
	}

	/**
	 * Return the messages of a topic or pattern, with options.
	 * @param <T> the type of payloads
	 * @param topicPattern a topic or a pattern
	 * @param type what payloads shall become
	 * @param options queue, overflow, filter and group
	 * @return as {@link #messages(String, Class)}
	 */
	@SuppressWarnings("unchecked")
	public <T> Flux<Message<T>> messages(String topicPattern, Class<T> type, SubscriptionOptions options) {
		return (Flux<Message<T>>) (Flux<?>) messagesGeneric(topicPattern, type, options);
	}

	/**
	 * Return the messages of a topic or pattern, with payloads of a type that
	 * {@code Class} cannot say.
	 * @param topicPattern a topic or a pattern
	 * @param type what payloads shall become
	 * @param options queue, overflow, filter and group. One message is emitted at a time,
	 * whatever its concurrency
	 * @return as {@link #messages(String, Class)}
	 */
	public Flux<Message<Object>> messagesGeneric(String topicPattern, Type type, SubscriptionOptions options) {
		// never emits more than was asked for, so that nothing has to be buffered
		return Flux.create((sink) -> subscribe(sink, topicPattern, type, options), FluxSink.OverflowStrategy.IGNORE);
	}

	private void subscribe(FluxSink<Message<Object>> sink, String topicPattern, Type type,
			SubscriptionOptions options) {
		DemandDrivenHandler handler = new DemandDrivenHandler(sink);
		Subscription subscription;
		try {
			subscription = this.pubSub.subscribeGeneric(topicPattern, type, options.concurrency(1), handler);
		}
		catch (RuntimeException ex) {
			sink.error(ex);
			return;
		}
		this.open.add(handler);
		sink.onRequest((count) -> handler.requested());
		sink.onDispose(() -> {
			this.open.remove(handler);
			handler.close();
			subscription.close();
		});
		subscription.ended().whenComplete((result, ex) -> sink.complete());
		if (this.closed) {
			sink.complete();
		}
	}

	/**
	 * Complete all fluxes, and begin no more.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.open.forEach(DemandDrivenHandler::complete);
	}

}
