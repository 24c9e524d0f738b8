package dev.muster.autoconfigure.reactive;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.muster.autoconfigure.listener.RecordingPubSub;
import dev.muster.pubsub.Message;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.SubscriptionOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ReactivePubSub} and {@link ClusterReactiveAutoConfiguration}.
 */
class ReactivePubSubTests {

	private final RecordingPubSub bus = new RecordingPubSub();

	private final ReactivePubSub reactive = new ReactivePubSub(this.bus);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<String> got = new CopyOnWriteArrayList<>();

	@AfterEach
	void shutdown() {
		this.threads.shutdownNow();
	}

	@Test
	void eachSubscriberHasASubscriptionOfItsOwnThatEndsWhenItCancels() {
		SubscriptionOptions options = SubscriptionOptions.defaults().queueCapacity(7);
		Flux<Message<String>> flux = this.reactive.messages("a", String.class, options);
		assertThat(this.bus.subscriptions).isEmpty();
		Disposable one = flux.subscribe((message) -> this.got.add("one " + message.payload()));
		Disposable two = flux.subscribe((message) -> this.got.add("two " + message.payload()));
		assertThat(this.bus.subscriptions).hasSize(2)
			.allSatisfy((subscription) -> assertThat(subscription.options().queueCapacity()).isEqualTo(7));
		this.bus.publish("a", "x");
		one.dispose();
		this.bus.publish("a", "y");
		two.dispose();
		assertThat(this.got).containsExactly("one x", "two x", "two y");
		assertThat(this.bus.subscriptions).isEmpty();
	}

	@Test
	void aMessageLeavesTheQueueOnlyWhenDownstreamHasAskedForIt() {
		Slow slow = new Slow();
		this.reactive.messages("a", String.class).subscribe(slow);
		CompletableFuture<Void> first = publishing("x");
		slow.request(1);
		first.orTimeout(30, TimeUnit.SECONDS).join();
		CompletableFuture<Void> second = publishing("y");
		await().during(Duration.ofMillis(100)).until(() -> !second.isDone() && this.got.equals(List.of("x")));
		slow.request(1);
		second.orTimeout(30, TimeUnit.SECONDS).join();
		assertThat(this.got).containsExactly("x", "y");
	}

	@Test
	void whenDownstreamCancelsThenAHandlerThatWaitsReturns() {
		Slow slow = new Slow();
		this.reactive.messages("a", String.class).subscribe(slow);
		CompletableFuture<Void> waiting = publishing("x");
		slow.cancel();
		waiting.orTimeout(30, TimeUnit.SECONDS).join();
		assertThat(this.got).isEmpty();
		assertThat(this.bus.subscriptions).isEmpty();
	}

	@Test
	void whenTheSubscriptionEndsThenSoDoesTheFlux() throws Exception {
		CountDownLatch completed = new CountDownLatch(1);
		this.reactive.messages("a", String.class).subscribe((message) -> {
		}, (ex) -> {
		}, completed::countDown);
		this.bus.only().close();
		assertThat(completed.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whenTheViewIsClosedThenAllFluxesEnd() throws Exception {
		CountDownLatch completed = new CountDownLatch(2);
		Flux<Message<String>> flux = this.reactive.messages("a", String.class).doOnComplete(completed::countDown);
		flux.subscribe();
		this.reactive.close();
		flux.subscribe();
		assertThat(completed.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.bus.subscriptions).isEmpty();
	}

	@Test
	void whenThePatternIsNoneThenFails() {
		CompletableFuture<List<Message<String>>> result = this.reactive.messages("a.!", String.class)
			.collectList()
			.toFuture();
		assertThat(result).isCompletedExceptionally();
	}

	@Test
	void whereReactorIsThereIsABean() {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ClusterReactiveAutoConfiguration.class))
			.withBean(PubSub.class, () -> this.bus);
		runner.run((context) -> assertThat(context).hasSingleBean(ReactivePubSub.class));
		runner.withClassLoader(new FilteredClassLoader("reactor"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("musterReactivePubSub"));
		runner.withPropertyValues("muster.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ReactivePubSub.class));
	}

	private CompletableFuture<Void> publishing(String payload) {
		RecordingPubSub.Recorded subscription = this.bus.only();
		return CompletableFuture.runAsync(() -> subscription.deliver(payload, Map.of()), this.threads);
	}

	private final class Slow extends BaseSubscriber<Message<String>> {

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			// asks for nothing yet
		}

		@Override
		protected void hookOnNext(Message<String> message) {
			ReactivePubSubTests.this.got.add(message.payload());
		}

	}

}
