package dev.muster.pubsub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * All interceptors of a bus, of which the first is the outermost.
 */
final class Interceptors {

	private final PubSubInterceptor chain;

	private Interceptors(PubSubInterceptor chain) {
		this.chain = chain;
	}

	static Interceptors of(List<PubSubInterceptor> interceptors) {
		PubSubInterceptor chain = interceptors.get(interceptors.size() - 1);
		for (int i = interceptors.size() - 2; i >= 0; i--) {
			chain = new Pair(interceptors.get(i), chain);
		}
		return new Interceptors(chain);
	}

	/**
	 * Publish with the headers that interceptors add.
	 */
	void publish(String topic, PubSubInterceptor.Kind kind, PublishOptions options, Consumer<PublishOptions> publish) {
		Map<String, String> headers = new LinkedHashMap<>(options.headers());
		this.chain.publish(new PubSubInterceptor.Outgoing(topic, kind, headers),
				() -> publish.accept(headers.equals(options.headers()) ? options : options.withHeaders(headers)));
	}

	/**
	 * Publish what there is an answer to, with the headers that interceptors add.
	 */
	<F> F ask(String topic, PubSubInterceptor.Kind kind, PublishOptions options, Function<PublishOptions, F> ask) {
		AtomicReference<@Nullable F> future = new AtomicReference<>();
		publish(topic, kind, options, (intercepted) -> future.set(ask.apply(intercepted)));
		return Objects.requireNonNull(future.get(), "An interceptor has not proceeded");
	}

	/**
	 * Return a handler of requests whose calls are intercepted.
	 */
	RequestHandler<Object, Object> aroundResponder(RequestHandler<Object, Object> handler, String pattern,
			SubscriptionOptions options) {
		return (message) -> {
			AtomicReference<@Nullable Object> reply = new AtomicReference<>();
			this.chain.process(
					new PubSubInterceptor.Incoming(message, PubSubInterceptor.Kind.REQUEST, pattern, options.id()),
					() -> reply.set(handler.handle(message)));
			return reply.get();
		};
	}

	/**
	 * Return a handler whose calls are intercepted.
	 */
	MessageHandler<Object> around(MessageHandler<Object> handler, String pattern, SubscriptionOptions options) {
		return (message) -> this.chain.process(
				new PubSubInterceptor.Incoming(message, PubSubInterceptor.Kind.MESSAGE, pattern, options.id()),
				() -> handler.handle(message));
	}

	private record Pair(PubSubInterceptor outer, PubSubInterceptor inner) implements PubSubInterceptor {

		@Override
		public void publish(Outgoing outgoing, Runnable proceed) {
			this.outer.publish(outgoing, () -> this.inner.publish(outgoing, proceed));
		}

		@Override
		public void process(Incoming incoming, Processing proceed) throws Exception {
			this.outer.process(incoming, () -> this.inner.process(incoming, proceed));
		}

	}

}
