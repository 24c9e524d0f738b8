package dev.muster.autoconfigure.listener;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.muster.annotation.ClusterListener;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.SubscriptionOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests of what becomes of what listeners return and throw.
 */
class ListenerResultTests {

	private final RecordingPubSub bus = new RecordingPubSub();

	private final List<Object> sent = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterListenerAutoConfiguration.class))
		.withPropertyValues("app.audit=audit.one,audit.two")
		.withBean(PubSub.class, () -> this.bus);

	@Test
	void whatIsReturnedIsSentOn() {
		this.contextRunner.withUserConfiguration(Senders.class).run((context) -> {
			listenTo("audit.one", "audit.two");
			this.bus.publish("send.plain", "a");
			this.bus.publish("send.stage", "b");
			this.bus.publish("send.mono", "c");
			assertThat(this.sent).containsExactly("audit.one plain a", "audit.two plain a", "audit.one stage b",
					"audit.one mono c");
		});
	}

	@Test
	void nullIsNotSentOn() {
		this.contextRunner.withUserConfiguration(Senders.class).run((context) -> {
			listenTo("audit.one");
			this.bus.publish("send.null", "a");
			this.bus.publish("send.empty", "a");
			assertThat(this.sent).isEmpty();
		});
	}

	@Test
	void theNextMessageWaitsForAStageAndItsFailureIsTheMethods() throws Exception {
		this.contextRunner.withUserConfiguration(Waiting.class).run((context) -> {
			Waiting waiting = context.getBean(Waiting.class);
			CompletableFuture<Void> handled = CompletableFuture.runAsync(() -> this.bus.publish("waiting", "a"));
			assertThat(waiting.called.get(30, TimeUnit.SECONDS)).isEqualTo("a");
			assertThat(handled).isNotDone();
			waiting.result.complete(null);
			handled.get(30, TimeUnit.SECONDS);
			assertThatIOException().isThrownBy(() -> at("failing.stage").deliverOrThrow("a", Map.of()))
				.withMessage("disk full");
			assertThatIOException().isThrownBy(() -> at("failing.mono").deliverOrThrow("a", Map.of()))
				.withMessage("disk full");
		});
	}

	@Test
	void anErrorHandlerTakesTheMethodsPlace() {
		this.contextRunner.withUserConfiguration(Failing.class).run((context) -> {
			listenTo("audit.one");
			at("failing").deliverOrThrow("a", Map.of());
			at("failing.later").deliverOrThrow("b", Map.of());
			at("failing.void").deliverOrThrow("c", Map.of());
			assertThat(context.getBean(Failing.class).errors).containsExactly("failing: disk full",
					"failing.later: disk full", "failing.void: disk full");
			assertThat(this.sent).containsExactly("audit.one instead of a", "audit.one instead of b");
		});
	}

	@Test
	void whenTheErrorHandlerThrowsThenThatIsTheFailure() {
		this.contextRunner.withUserConfiguration(Failing.class)
			.run((context) -> assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> at("failing.again").deliverOrThrow("a", Map.of()))
				.withMessage("still")
				.withCauseInstanceOf(IOException.class));
	}

	@Test
	void whenTheErrorHandlerIsNoBeanThenFails() {
		assertFailure(UnknownErrorHandler.class, "its errorHandler 'nobody' is no bean");
		assertFailure(WrongErrorHandler.class, "its errorHandler 'wrongErrorHandler' is no bean");
	}

	@Test
	void whenSendToCannotBeThenFails() {
		assertFailure(NothingToSend.class, "it returns nothing that @SendTo could publish");
		assertFailure(SendToPattern.class, "'a.*' of its @SendTo is no topic");
		assertFailure(SendToNowhere.class, "its @SendTo has no topic");
	}

	private void assertFailure(Class<?> configuration, String problem) {
		this.contextRunner.withUserConfiguration(configuration)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidClusterListenerException.class)
				.hasMessageContaining(problem));
	}

	private void listenTo(String... topics) {
		for (String topic : topics) {
			this.bus.subscribe(topic, String.class, SubscriptionOptions.defaults(),
					(message) -> this.sent.add(message.topic() + " " + message.payload()));
		}
	}

	private RecordingPubSub.Recorded at(String topic) {
		return this.bus.subscriptions.stream()
			.filter((subscription) -> subscription.pattern().equals(topic))
			.findFirst()
			.orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	static class Senders {

		@ClusterListener("send.plain")
		@SendTo("${app.audit}")
		String plain(String text) {
			return "plain " + text;
		}

		@ClusterListener("send.stage")
		@SendTo("audit.one")
		CompletableFuture<String> stage(String text) {
			return CompletableFuture.supplyAsync(() -> "stage " + text);
		}

		@ClusterListener("send.mono")
		@SendTo("audit.one")
		Mono<String> mono(String text) {
			return Mono.just("mono " + text);
		}

		@ClusterListener("send.null")
		@SendTo("audit.one")
		@Nullable String nothing(String text) {
			return null;
		}

		@ClusterListener("send.empty")
		@SendTo("audit.one")
		Mono<String> empty(String text) {
			return Mono.empty();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Waiting {

		final CompletableFuture<String> called = new CompletableFuture<>();

		final CompletableFuture<Void> result = new CompletableFuture<>();

		@ClusterListener("waiting")
		CompletableFuture<Void> on(String text) {
			this.called.complete(text);
			return this.result;
		}

		@ClusterListener("failing.stage")
		CompletableFuture<Void> failing(String text) {
			return CompletableFuture.failedFuture(new IOException("disk full"));
		}

		@ClusterListener("failing.mono")
		Mono<Void> failingMono(String text) {
			return Mono.error(new IOException("disk full"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		final List<String> errors = new CopyOnWriteArrayList<>();

		@Bean
		ClusterListenerErrorHandler instead() {
			return (message, exception) -> {
				this.errors.add(message.topic() + ": " + exception.getMessage());
				return "instead of " + message.payload();
			};
		}

		@Bean
		ClusterListenerErrorHandler rethrowing() {
			return (message, exception) -> {
				throw new IllegalStateException("still", exception);
			};
		}

		@ClusterListener(topics = "failing", errorHandler = "instead")
		@SendTo("audit.one")
		String on(String text) throws IOException {
			throw new IOException("disk full");
		}

		@ClusterListener(topics = "failing.later", errorHandler = "#{@instead}")
		@SendTo("audit.one")
		CompletableFuture<String> later(String text) {
			return CompletableFuture.supplyAsync(() -> text)
				.thenCompose((value) -> CompletableFuture.failedFuture(new IOException("disk full")));
		}

		@ClusterListener(topics = "failing.void", errorHandler = "instead")
		void nothing(String text) throws IOException {
			throw new IOException("disk full");
		}

		@ClusterListener(topics = "failing.again", errorHandler = "rethrowing")
		void again(String text) throws IOException {
			throw new IOException("disk full");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnknownErrorHandler {

		@ClusterListener(topics = "a", errorHandler = "nobody")
		void on(String text) {
		}

	}

	@Configuration(value = "wrongErrorHandler", proxyBeanMethods = false)
	static class WrongErrorHandler {

		@ClusterListener(topics = "a", errorHandler = "wrongErrorHandler")
		void on(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NothingToSend {

		@ClusterListener("a")
		@SendTo("b")
		void on(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SendToPattern {

		@ClusterListener("a")
		@SendTo("a.*")
		String on(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SendToNowhere {

		@ClusterListener("a")
		@SendTo
		String on(String text) {
			return text;
		}

	}

}
