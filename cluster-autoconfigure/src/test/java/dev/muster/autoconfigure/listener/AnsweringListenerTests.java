package dev.muster.autoconfigure.listener;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import dev.muster.annotation.ClusterHandler;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests of listeners that answer requests, and of those in groups.
 */
class AnsweringListenerTests {

	private final RecordingPubSub bus = new RecordingPubSub();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterListenerAutoConfiguration.class))
		.withPropertyValues("app.group=billing", "app.threads=4")
		.withBean(PubSub.class, () -> this.bus);

	@Test
	void whatIsReturnedIsTheAnswer() {
		this.contextRunner.withUserConfiguration(Answers.class).run((context) -> {
			assertThat(this.bus.subscriptions).isEmpty();
			assertThat(answer("plain", "a")).isEqualTo("plain a");
			assertThat(answer("none", "a")).isNull();
			assertThat(later(answer("stage", "b"))).isEqualTo("stage b");
			assertThat(later(answer("mono", "c"))).isEqualTo("mono c");
			assertThat(this.bus.responder("plain").options().id()).isEqualTo("answers.plain");
			assertThat(context.getBean(ClusterListenerRegistry.class).isRunning("answers.plain")).isTrue();
			context.getBean(ClusterListenerRegistry.class).stop("answers.plain");
			assertThat(this.bus.responders).extracting(RecordingPubSub.Responding::pattern).doesNotContain("plain");
		});
		assertThat(this.bus.responders).isEmpty();
	}

	@Test
	void whatIsThrownIsTheAnswerUnlessAnErrorHandlerHasAnother() {
		this.contextRunner.withUserConfiguration(Answers.class).run((context) -> {
			assertThatIOException().isThrownBy(() -> answer("failing", "a")).withMessage("disk full");
			assertThat(answer("handled", "a")).isEqualTo("instead: disk full");
			assertThat(later(answer("handled.later", "a"))).isEqualTo("instead: disk full");
		});
	}

	@Test
	void aClassMayAnswer() {
		this.contextRunner.withUserConfiguration(AnsweringClass.class).run((context) -> {
			assertThat(answer("shapes", new Circle(2))).isEqualTo("circle 2");
			assertThat(answer("shapes", new Square(3))).isEqualTo("square 3");
		});
	}

	@Test
	void groupAndConcurrencyMayHavePlaceholders() {
		this.contextRunner.withUserConfiguration(Grouped.class).run((context) -> {
			SubscriptionOptions options = this.bus.only().options();
			assertThat(options.group()).isEqualTo("billing");
			assertThat(options.concurrency()).isEqualTo(4);
		});
	}

	@Test
	void whenGroupOrConcurrencyCannotBeThenFails() {
		assertFailure(BadConcurrency.class, "its concurrency 'many' is no number above 0");
		assertFailure(BadGroup.class, "is no name of a group");
	}

	private void assertFailure(Class<?> configuration, String problem) {
		this.contextRunner.withUserConfiguration(configuration)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidClusterListenerException.class)
				.hasMessageContaining(problem));
	}

	private @Nullable Object answer(String topic, Object payload) throws Exception {
		return this.bus.responder(topic).answer(payload, Map.of());
	}

	private static @Nullable Object later(@Nullable Object result) throws Exception {
		assertThat(result).isInstanceOf(CompletionStage.class);
		return ((CompletionStage<?>) result).toCompletableFuture().get(30, TimeUnit.SECONDS);
	}

	@Configuration(value = "answers", proxyBeanMethods = false)
	static class Answers {

		@Bean
		ClusterListenerErrorHandler instead() {
			return (message, exception) -> "instead: " + exception.getMessage();
		}

		@ClusterListener("plain")
		String plain(String text) {
			return "plain " + text;
		}

		@ClusterListener("none")
		@Nullable String none(String text) {
			return null;
		}

		@ClusterListener("stage")
		CompletableFuture<String> stage(String text) {
			return CompletableFuture.supplyAsync(() -> "stage " + text);
		}

		@ClusterListener("mono")
		Mono<String> mono(String text) {
			return Mono.just("mono " + text);
		}

		@ClusterListener("failing")
		String failing(String text) throws IOException {
			throw new IOException("disk full");
		}

		@ClusterListener(topics = "handled", errorHandler = "instead")
		String handled(String text) throws IOException {
			throw new IOException("disk full");
		}

		@ClusterListener(topics = "handled.later", errorHandler = "instead")
		Mono<String> handledLater(String text) {
			return Mono.error(new IOException("disk full"));
		}

	}

	sealed interface Shape {

	}

	record Circle(int radius) implements Shape {
	}

	record Square(int side) implements Shape {
	}

	@Configuration(proxyBeanMethods = false)
	@ClusterListener("shapes")
	static class AnsweringClass {

		@ClusterHandler
		String circle(Circle circle) {
			return "circle " + circle.radius();
		}

		@ClusterHandler
		String square(Square square) {
			return "square " + square.side();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Grouped {

		@ClusterListener(topics = "a", group = "${app.group}", concurrency = "${app.threads}")
		void on(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BadConcurrency {

		@ClusterListener(topics = "a", concurrency = "many")
		void on(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BadGroup {

		@ClusterListener(topics = "a", group = "#{'x'.repeat(101)}")
		void on(String text) {
		}

	}

}
