package dev.muster.autoconfigure.listener;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.muster.Member;
import dev.muster.annotation.ClusterHandler;
import dev.muster.annotation.ClusterListener;
import dev.muster.pubsub.PubSub;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of listeners that are classes.
 */
class ClassListenerTests {

	private final RecordingPubSub bus = new RecordingPubSub();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterListenerAutoConfiguration.class))
		.withBean(PubSub.class, () -> this.bus);

	@Test
	void eachMessageGoesToTheMethodWhosePayloadFitsBest() {
		this.contextRunner.withUserConfiguration(Orders.class).run((context) -> {
			assertThat(this.bus.only().options().id()).isEqualTo("orders");
			assertThat(this.bus.only().pattern()).isEqualTo("orders.*");
			assertThat(this.bus.only().type()).isEqualTo(OrderEvent.class);
			this.bus.only().deliver(new Created("o1"));
			this.bus.only().deliver(new Cancelled("o2"));
			this.bus.only().deliver(new Shipped("o3"));
			assertThat(context.getBean(Orders.class).heard).containsExactly("created o1 from peer", "other o2",
					"other o3");
		});
	}

	@Test
	void whenNoMethodTakesAPayloadThenTheMessageFails() {
		this.contextRunner.withUserConfiguration(TwoOfThree.class).run((context) -> {
			assertThat(this.bus.only().type()).isEqualTo(OrderEvent.class);
			assertThatExceptionOfType(UnhandledPayloadException.class)
				.isThrownBy(() -> this.bus.only().deliverOrThrow(new Shipped("o3"), Map.of()))
				.withMessageContaining("Shipped");
		});
	}

	@Test
	void oneMethodMayTakeAnything() {
		this.contextRunner.withUserConfiguration(Single.class).run((context) -> {
			assertThat(this.bus.only().pattern()).isEqualTo("single");
			assertThat(this.bus.only().options().id()).isEqualTo("mine");
			assertThat(this.bus.only().type()).isEqualTo(String.class);
		});
	}

	@Test
	void impossibleClasses() {
		assertFailure(NoHandler.class, "it has no method for messages");
		assertFailure(NotAListener.class, "its class is no @ClusterListener");
		assertFailure(NothingInCommon.class, "nothing tells which of its @ClusterHandler methods a message is for");
		assertFailure(SameTwice.class, "two of its @ClusterHandler methods take a");
		assertFailure(SomeAnswer.class, "some of its @ClusterHandler methods answer requests");
	}

	private void assertFailure(Class<?> configuration, String problem) {
		this.contextRunner.withUserConfiguration(configuration)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidClusterListenerException.class)
				.hasMessageContaining(configuration.getSimpleName())
				.hasMessageContaining(problem));
	}

	sealed interface OrderEvent {

		String id();

	}

	record Created(String id) implements OrderEvent, Comparable<Created> {

		@Override
		public int compareTo(Created other) {
			return 0;
		}

	}

	record Cancelled(String id) implements OrderEvent, Comparable<Cancelled> {

		@Override
		public int compareTo(Cancelled other) {
			return 0;
		}

	}

	record Shipped(String id) implements OrderEvent {
	}

	@Configuration(value = "orders", proxyBeanMethods = false)
	@ClusterListener("orders.*")
	static class Orders {

		final List<String> heard = new CopyOnWriteArrayList<>();

		@ClusterHandler
		void created(Created event, Member sender) {
			this.heard.add("created " + event.id() + " from " + sender.name());
		}

		@ClusterHandler
		void other(OrderEvent event) {
			this.heard.add("other " + event.id());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ClusterListener("orders.*")
	static class TwoOfThree {

		@ClusterHandler
		void created(Created event) {
		}

		@ClusterHandler
		void cancelled(Cancelled event) {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@ClusterListener(id = "mine")
	@interface Mine {

		@AliasFor(annotation = ClusterListener.class, attribute = "topics")
		String[] to();

	}

	@Configuration(proxyBeanMethods = false)
	@Mine(to = "single")
	static class Single {

		@ClusterHandler
		void on(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ClusterListener("a")
	static class NoHandler {

	}

	@Configuration(proxyBeanMethods = false)
	static class NotAListener {

		@ClusterHandler
		void on(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ClusterListener("a")
	static class NothingInCommon {

		@ClusterHandler
		void on(String text) {
		}

		@ClusterHandler
		void on(Created event) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ClusterListener("a")
	static class SameTwice {

		@ClusterHandler
		void on(Created event) {
		}

		@ClusterHandler
		void again(Created event) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ClusterListener("a")
	static class SomeAnswer {

		@ClusterHandler
		void on(Created event) {
		}

		@ClusterHandler
		String on(Cancelled event) {
			return event.id();
		}

	}

}
