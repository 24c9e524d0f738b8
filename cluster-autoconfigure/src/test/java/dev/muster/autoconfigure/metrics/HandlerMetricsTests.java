package dev.muster.autoconfigure.metrics;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

import dev.muster.autoconfigure.listener.RecordingPubSub;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.PubSubInterceptor;
import dev.muster.pubsub.SubscriptionStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link HandlerMetrics}.
 */
class HandlerMetricsTests {

	private final PubSub pubSub = mock(PubSub.class);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final HandlerMetrics metrics = new HandlerMetrics(() -> this.pubSub, 2);

	HandlerMetricsTests() {
		this.metrics.bindTo(this.registry);
	}

	@Test
	void handlersAreTimedByOutcome() throws Exception {
		process("orders");
		process("orders");
		assertThatIOException().isThrownBy(() -> this.metrics.process(incoming("orders"), () -> {
			throw new IOException("disk full");
		}));
		assertThat(count("orders", "success")).isEqualTo(2);
		assertThat(count("orders", "failure")).isEqualTo(1);
	}

	@Test
	void subscriptionsBeyondTheBoundShareOneTag() throws Exception {
		for (int i = 0; i < 50; i++) {
			process("s" + i);
		}
		process(null);
		assertThat(subscriptions()).containsExactly("other", "s0", "s1", "unnamed");
		assertThat(count("other", "success")).isEqualTo(48);
	}

	@Test
	void whatWaitsForANamedSubscriptionIsMeasured() throws Exception {
		given(this.pubSub.subscriptions()).willReturn(
				List.of(new SubscriptionStatus("orders", "a", null, false, "t", 7, 10, 0, 0, 0, Duration.ZERO, false)));
		process("orders");
		process(null);
		assertThat(this.registry.get("muster.pubsub.subscription.queued").tag("subscription", "orders").gauge().value())
			.isEqualTo(7);
		assertThat(this.registry.find("muster.pubsub.subscription.queued").gauges()).hasSize(1);
	}

	@Test
	void whenAnotherRegistryComesThenItMeasuresToo() throws Exception {
		process("orders");
		MeterRegistry later = new SimpleMeterRegistry();
		this.metrics.bindTo(later);
		process("orders");
		assertThat(count("orders", "success")).isEqualTo(2);
		assertThat(later.get("muster.pubsub.handler.duration").tag("outcome", "success").timer().count()).isEqualTo(1);
	}

	private void process(@Nullable String subscription) throws Exception {
		this.metrics.process(incoming(subscription), () -> {
		});
	}

	private long count(String subscription, String outcome) {
		return this.registry.get("muster.pubsub.handler.duration")
			.tags("subscription", subscription, "outcome", outcome)
			.timer()
			.count();
	}

	private TreeSet<String> subscriptions() {
		TreeSet<String> names = new TreeSet<>();
		this.registry.get("muster.pubsub.handler.duration")
			.timers()
			.forEach((timer) -> names.add(Objects.requireNonNull(timer.getId().getTag("subscription"))));
		return names;
	}

	private static PubSubInterceptor.Incoming incoming(@Nullable String subscription) {
		return new PubSubInterceptor.Incoming(RecordingPubSub.message("a", "text"), PubSubInterceptor.Kind.MESSAGE, "a",
				subscription);
	}

}
