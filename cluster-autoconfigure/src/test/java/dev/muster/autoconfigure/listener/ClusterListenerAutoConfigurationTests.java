package dev.muster.autoconfigure.listener;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.muster.annotation.ClusterListener;
import dev.muster.pubsub.Overflow;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.SubscriptionOptions;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ClusterListenerAutoConfiguration} and what it sets up.
 */
class ClusterListenerAutoConfigurationTests {

	private final RecordingPubSub bus = new RecordingPubSub();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterListenerAutoConfiguration.class))
		.withBean(PubSub.class, () -> this.bus);

	@Test
	void whenTheContextStartsThenListenersAreSubscribedUntilItCloses() {
		this.contextRunner.withUserConfiguration(Simple.class).run((context) -> {
			assertThat(this.bus.only().pattern()).isEqualTo("a.b");
			assertThat(this.bus.only().type()).isEqualTo(String.class);
			assertThat(this.bus.only().options().id()).isEqualTo("simple.on");
			assertThat(this.bus.only().options().queueCapacity()).isZero();
			assertThat(this.bus.only().options().overflow()).isNull();
			assertThat(this.bus.only().options().from()).isEqualTo(SubscriptionOptions.From.ALL);
			this.bus.only().deliver("hello");
			assertThat(context.getBean(Simple.class).received).containsExactly("hello");
		});
		assertThat(this.bus.subscriptions).isEmpty();
	}

	@Test
	void whenMusterIsDisabledThenNothingIsSubscribed() {
		this.contextRunner.withUserConfiguration(Simple.class)
			.withPropertyValues("muster.enabled=false")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(ClusterListenerRegistry.class);
				assertThat(this.bus.subscriptions).isEmpty();
			});
	}

	@Test
	void whenThereIsNoBusThenBacksOff() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ClusterListenerAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(ClusterListenerRegistry.class));
	}

	@Test
	void attributesMayHavePlaceholdersAndExpressions() {
		this.contextRunner.withUserConfiguration(Attributes.class)
			.withBean("names", List.class, () -> List.of("x.one", "x.two"))
			.withPropertyValues("app.topics=t.one, t.two,,", "app.capacity=17", "app.policy=drop-oldest")
			.run((context) -> {
				assertThat(this.bus.subscriptions).extracting(RecordingPubSub.Recorded::pattern)
					.containsExactly("t.one", "t.two", "x.one", "x.two");
				assertThat(this.bus.subscriptions).extracting((subscription) -> subscription.options().id())
					.containsExactly("mine[t.one]", "mine[t.two]", "mine[x.one]", "mine[x.two]");
				assertThat(this.bus.subscriptions).extracting(RecordingPubSub.Recorded::options)
					.allSatisfy((options) -> {
						assertThat(options.queueCapacity()).isEqualTo(17);
						assertThat(options.overflow()).isEqualTo(Overflow.DROP_OLDEST);
						assertThat(options.from()).isEqualTo(SubscriptionOptions.From.OTHERS);
					});
			});
	}

	@Test
	void repeatedAndComposedAnnotations() {
		this.contextRunner.withUserConfiguration(Repeated.class).run((context) -> {
			assertThat(this.bus.subscriptions).extracting(RecordingPubSub.Recorded::pattern)
				.containsExactlyInAnyOrder("one", "two", "audit.things");
			assertThat(this.bus.subscriptions).extracting((subscription) -> subscription.options().id())
				.containsExactlyInAnyOrder("repeated.on", "repeated.on#2", "repeated.composed");
		});
	}

	@Test
	void listenersAreStartedAndStoppedByTheirId() {
		this.contextRunner.withUserConfiguration(Manual.class).run((context) -> {
			ClusterListenerRegistry registry = context.getBean(ClusterListenerRegistry.class);
			assertThat(registry.ids()).containsExactlyInAnyOrder("manual", "manual.automatic");
			assertThat(registry.isRunning("manual")).isFalse();
			registry.start("manual");
			registry.start("manual");
			assertThat(registry.isRunning("manual")).isTrue();
			assertThat(this.bus.subscriptions).hasSize(2);
			registry.stop("manual.automatic");
			assertThat(this.bus.only().options().id()).isEqualTo("manual");
			registry.stop();
			assertThat(this.bus.subscriptions).isEmpty();
			registry.start();
			assertThat(this.bus.only().options().id()).isEqualTo("manual");
			assertThatIllegalArgumentException().isThrownBy(() -> registry.start("unknown"))
				.withMessageContaining("'unknown'")
				.withMessageContaining("manual.automatic");
		});
	}

	@Test
	void whenAnIdIsTakenThenFails() {
		this.contextRunner.withUserConfiguration(SameId.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidClusterListenerException.class)
				.hasMessageContaining("its id 'same' is taken by")
				.hasMessageContaining("SameId"));
	}

	@Test
	void whenAPatternIsNoneThenFailsNamingTheMethod() {
		this.contextRunner.withUserConfiguration(BadPattern.class)
			.run((context) -> assertThat(context).getFailure()
				.hasCauseInstanceOf(InvalidClusterListenerException.class)
				.hasStackTraceContaining("BadPattern.on(java.lang.String): 'a.!' is no topic pattern"));
	}

	@Test
	void whenAttributesAreWrongThenFails() {
		assertFailure(NoTopic.class, "it has no topic");
		assertFailure(BadCapacity.class, "its queueCapacity '0' is no number above 0");
		assertFailure(BadOverflow.class, "there is no overflow policy 'explode'");
		assertFailure(BadAutoStartup.class, "its autoStartup 'maybe' is neither true nor false");
	}

	private void assertFailure(Class<?> configuration, String problem) {
		this.contextRunner.withUserConfiguration(configuration)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidClusterListenerException.class)
				.hasMessageContaining(configuration.getSimpleName() + ".on(java.lang.String)")
				.hasMessageContaining(problem));
	}

	@Configuration(value = "simple", proxyBeanMethods = false)
	static class Simple {

		final List<String> received = new CopyOnWriteArrayList<>();

		@ClusterListener("a.b")
		void on(String text) {
			received().add(text);
		}

		List<String> received() {
			return this.received;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Attributes {

		@ClusterListener(topics = { "${app.topics}", "#{@names}" }, id = "#{'mi' + 'ne'}",
				queueCapacity = "${app.capacity}", overflow = "${app.policy}", autoStartup = "${app.auto:true}",
				from = SubscriptionOptions.From.OTHERS)
		void on(String text) {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@ClusterListener
	@interface Audited {

		@AliasFor(annotation = ClusterListener.class, attribute = "topics")
		String[] value();

	}

	@Configuration(value = "repeated", proxyBeanMethods = false)
	static class Repeated {

		@ClusterListener("one")
		@ClusterListener("two")
		void on(String text) {
		}

		@Audited("audit.things")
		void composed(String text) {
		}

	}

	@Configuration(value = "manual", proxyBeanMethods = false)
	static class Manual {

		@ClusterListener(topics = "a", id = "manual", autoStartup = "false")
		void on(String text) {
		}

		@ClusterListener("b")
		void automatic(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SameId {

		@ClusterListener(topics = "a", id = "same")
		void on(String text) {
		}

		@ClusterListener(topics = "b", id = "same")
		void too(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BadPattern {

		@ClusterListener("a.!")
		void on(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoTopic {

		@ClusterListener("${nothing:}")
		void on(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BadCapacity {

		@ClusterListener(topics = "a", queueCapacity = "0")
		void on(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BadOverflow {

		@ClusterListener(topics = "a", overflow = "explode")
		void on(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BadAutoStartup {

		@ClusterListener(topics = "a", autoStartup = "maybe")
		void on(String text) {
		}

	}

}
