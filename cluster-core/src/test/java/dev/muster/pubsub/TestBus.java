package dev.muster.pubsub;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.muster.MemberId;
import dev.muster.codec.jackson.JacksonPayloadCodec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A bus on a {@link FakeTransport}, with threads.
 */
final class TestBus implements AutoCloseable {

	final FakeTransport transport;

	final ExecutorService executor = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "test-bus");
		thread.setDaemon(true);
		return thread;
	});

	final DefaultPubSub pubSub;

	TestBus(FakeNetwork network, String name, PubSubSettings settings) {
		this(network, name, settings, List.of());
	}

	TestBus(FakeNetwork network, String name, PubSubSettings settings, List<PubSubInterceptor> interceptors) {
		this.transport = network.node(name);
		this.pubSub = new DefaultPubSub(this.transport, settings, this.executor, interceptors);
	}

	TestBus(FakeNetwork network, String name) {
		this(network, name, settings(10_000, Overflow.BLOCK));
	}

	static PubSubSettings settings(int queueCapacity, Overflow overflow) {
		return new PubSubSettings(new JacksonPayloadCodec(), queueCapacity, overflow, Duration.ofSeconds(20),
				PubSubSettings.DEFAULT_MAX_MESSAGE_SIZE);
	}

	static PubSubSettings settings(int queueCapacity, Overflow overflow, Duration blockTimeout) {
		return new PubSubSettings(new JacksonPayloadCodec(), queueCapacity, overflow, blockTimeout,
				PubSubSettings.DEFAULT_MAX_MESSAGE_SIZE);
	}

	TestBus start() {
		this.transport.start();
		return this;
	}

	MemberId id() {
		return this.transport.self().id();
	}

	<T> Received<T> subscribe(String pattern, Class<T> type) {
		return subscribe(pattern, type, SubscriptionOptions.defaults());
	}

	<T> Received<T> subscribe(String pattern, Class<T> type, SubscriptionOptions options) {
		List<Message<T>> messages = new CopyOnWriteArrayList<>();
		return new Received<>(this.pubSub.subscribe(pattern, type, options, messages::add), messages);
	}

	@Override
	public void close() {
		if (this.transport.isRunning()) {
			this.transport.stop();
		}
		this.pubSub.close();
		this.executor.shutdownNow();
	}

	static void live(Subscription subscription) throws Exception {
		subscription.live().get(30, TimeUnit.SECONDS);
	}

	/**
	 * Wait for a future to fail with an exception of a type.
	 */
	static <E extends Throwable> E assertFails(CompletableFuture<?> future, Class<E> type) {
		try {
			future.orTimeout(60, TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			assertThat(ex.getCause()).isInstanceOf(type);
			return type.cast(ex.getCause());
		}
		catch (CancellationException ex) {
			throw new AssertionError(ex);
		}
		throw new AssertionError("It did not fail");
	}

	/**
	 * A subscription and what it got.
	 */
	record Received<T>(Subscription subscription, List<Message<T>> messages) {

		Received<T> live() throws Exception {
			TestBus.live(this.subscription);
			return this;
		}

		List<T> payloads() {
			return this.messages.stream().map(Message::payload).toList();
		}

	}

}
