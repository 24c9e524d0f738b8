package dev.muster.pubsub;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link PubSubInterceptor}.
 */
class InterceptorTests {

	private final List<String> steps = new CopyOnWriteArrayList<>();

	private final FakeNetwork network = new FakeNetwork();

	private final TestBus bus = new TestBus(this.network, "one", TestBus.settings(10, Overflow.BLOCK),
			List.of(new Recording("outer"), new Recording("inner")))
		.start();

	@AfterEach
	void close() {
		this.bus.close();
	}

	@Test
	void interceptorsStandAroundPublishAndHandlerTheFirstOneOutside() {
		List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
		this.bus.pubSub.subscribe("a.*", String.class, SubscriptionOptions.defaults().id("mine"), (message) -> {
			this.steps.add("handle");
			headers.add(message.headers());
		});
		this.bus.pubSub.publish("a.b", "hello", PublishOptions.defaults().header("own", "1"));
		await().until(() -> this.steps.contains("outer processed"));
		assertThat(headers).containsExactly(Map.of("own", "1", "outer", "a.b", "inner", "a.b"));
		assertThat(this.steps).filteredOn((step) -> step.contains("publish"))
			.containsExactly("outer publish MESSAGE", "inner publish MESSAGE", "inner published", "outer published");
		assertThat(this.steps).filteredOn((step) -> !step.contains("publish"))
			.containsExactly("outer process a.* mine", "inner process a.* mine", "handle", "inner processed",
					"outer processed");
	}

	@Test
	void whenAHandlerFailsThenInterceptorsSeeItAndItIsCounted() {
		this.bus.pubSub.subscribe("a", String.class, (message) -> {
			throw new IllegalStateException("broken");
		});
		this.bus.pubSub.publish("a", "hello");
		await().until(() -> this.bus.pubSub.statistics().failed() == 1);
		assertThat(this.steps).contains("inner failed: broken", "outer failed: broken");
	}

	@Test
	void whenAPublishFailsThenItsExceptionIsThrown() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.bus.pubSub.publish("no topic", "hello"));
		assertThat(this.steps).containsExactly("outer publish MESSAGE", "inner publish MESSAGE");
	}

	private final class Recording implements PubSubInterceptor {

		private final String name;

		Recording(String name) {
			this.name = name;
		}

		@Override
		public void publish(Outgoing outgoing, Runnable proceed) {
			step("publish " + outgoing.kind());
			outgoing.headers().put(this.name, outgoing.topic());
			proceed.run();
			step("published");
		}

		@Override
		public void process(Incoming incoming, Processing proceed) throws Exception {
			step("process " + incoming.pattern() + " " + incoming.subscription());
			try {
				proceed.run();
			}
			catch (IllegalStateException ex) {
				step("failed: " + ex.getMessage());
				throw ex;
			}
			step("processed");
		}

		private void step(String step) {
			InterceptorTests.this.steps.add(this.name + " " + step);
		}

	}

}
