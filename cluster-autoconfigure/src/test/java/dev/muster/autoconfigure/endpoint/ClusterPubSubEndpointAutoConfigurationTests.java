package dev.muster.autoconfigure.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.Cluster;
import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.pubsub.OutboundStatus;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.PubSubStatistics;
import dev.muster.pubsub.ReplayRingStatus;
import dev.muster.pubsub.ReplayStatistics;
import dev.muster.pubsub.RequestStatistics;
import dev.muster.pubsub.SubscriptionStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ClusterPubSubEndpointAutoConfiguration} and
 * {@link ClusterPubSubEndpoint}.
 */
class ClusterPubSubEndpointAutoConfigurationTests {

	private static final Member ONE = new Member(new MemberId(0, 1), "one", "127.0.0.1", 7800, Map.of());

	private static final Member TWO = new Member(new MemberId(0, 2), "two", "127.0.0.1", 7801, Map.of());

	private static final PubSubStatistics STATISTICS = new PubSubStatistics(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

	private static final RequestStatistics REQUESTS = new RequestStatistics(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

	private static final ClusterPubSubDescriptor.Replay REPLAY = new ClusterPubSubDescriptor.Replay(
			new ReplayStatistics(1, 2, 3, 4), List.of(new ReplayRingStatus("orders.*", 10, 5, 6)));

	private final Cluster cluster = mock(Cluster.class);

	private final PubSub pubSub = mock(PubSub.class);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterPubSubEndpointAutoConfiguration.class))
		.withBean(Cluster.class, () -> this.cluster)
		.withBean(PubSub.class, () -> this.pubSub)
		.withPropertyValues("management.endpoints.web.exposure.include=clusterpubsub");

	@BeforeEach
	void bus() {
		given(this.cluster.view()).willReturn(new ClusterView(7, ONE, List.of(ONE, TWO)));
		given(this.pubSub.statistics()).willReturn(STATISTICS);
		given(this.pubSub.requestStatistics()).willReturn(REQUESTS);
		given(this.pubSub.replayStatistics()).willReturn(REPLAY.statistics());
		given(this.pubSub.replayRings()).willReturn(REPLAY.rings());
		given(this.pubSub.subscriptions()).willReturn(
				List.of(status("a", "orders.created", 1), status("b", "orders.*", 9), status("c", "orders.*", 0)));
		given(this.pubSub.subscribers("orders.created")).willReturn(Set.of(TWO.id(), ONE.id(), new MemberId(0, 9)));
		given(this.pubSub.responders("orders.created")).willReturn(Set.of(TWO.id()));
		given(this.pubSub.outbound())
			.willReturn(List.of(new OutboundStatus(TWO, 1, 10, 2, 3, 4, Duration.ofMillis(5))));
	}

	@Test
	void tellsAboutTheBus() {
		this.contextRunner.run((context) -> {
			ClusterPubSubDescriptor bus = context.getBean(ClusterPubSubEndpoint.class).bus(null, null);
			assertThat(bus.statistics()).isEqualTo(STATISTICS);
			assertThat(bus.requests()).isEqualTo(REQUESTS);
			assertThat(bus.subscriptionCount()).isEqualTo(3);
			assertThat(bus.subscriptions()).extracting(SubscriptionStatus::id).containsExactly("b", "a", "c");
			assertThat(bus.subscriptions()).extracting(SubscriptionStatus::group).containsExactly("g-b", "g-a", "g-c");
			assertThat(bus.topics()).containsExactly(
					new ClusterPubSubDescriptor.Topic("orders.created", 1, List.of("one", "two"), List.of("two")),
					new ClusterPubSubDescriptor.Topic("orders.*", 2, null, null));
			assertThat(bus.outbound())
				.containsExactly(new ClusterPubSubDescriptor.Outbound("two", 1, 10, 2, 3, 4, Duration.ofMillis(5)));
			assertThat(bus.replay()).isEqualTo(REPLAY);
			assertThat(bus.subscribers()).isNull();
		});
	}

	@Test
	void tellsWhoSubscribesToATopicAndWhoAnswers() {
		given(this.pubSub.responders("orders.paid")).willReturn(Set.of(ONE.id()));
		given(this.pubSub.subscribers("orders.paid")).willReturn(Set.of(TWO.id()));
		this.contextRunner.run((
				context) -> assertThat(context.getBean(ClusterPubSubEndpoint.class).bus("orders.paid", 0).subscribers())
					.isEqualTo(new ClusterPubSubDescriptor.Subscribers("orders.paid", List.of("two"), List.of("one"))));
	}

	@Test
	void tellsNoMoreThanTheLimit() {
		List<SubscriptionStatus> many = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			many.add(status("s" + i, "topic." + i, i));
		}
		given(this.pubSub.subscriptions()).willReturn(many);
		this.contextRunner.run((context) -> {
			ClusterPubSubDescriptor bus = context.getBean(ClusterPubSubEndpoint.class).bus(null, 2);
			assertThat(bus.subscriptionCount()).isEqualTo(1000);
			assertThat(bus.subscriptions()).extracting(SubscriptionStatus::id).containsExactly("s999", "s998");
			assertThat(bus.topics()).hasSize(2);
			assertThat(context.getBean(ClusterPubSubEndpoint.class).bus(null, null).subscriptions()).hasSize(500);
		});
	}

	@Test
	void whatCannotBeIsABadRequest() {
		this.contextRunner.run((context) -> {
			ClusterPubSubEndpoint endpoint = context.getBean(ClusterPubSubEndpoint.class);
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.bus("orders.*", null))
				.withMessageContaining("is no topic");
			assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(() -> endpoint.bus(null, -1));
		});
	}

	@Test
	void whenTheNodeDoesNotRunThenTellsWhatIsKnown() {
		given(this.cluster.view()).willThrow(new NotRunningException());
		this.contextRunner.run((context) -> assertThat(
				context.getBean(ClusterPubSubEndpoint.class).bus("orders.created", null).subscribers())
			.isEqualTo(new ClusterPubSubDescriptor.Subscribers("orders.created", List.of(), List.of())));
	}

	@Test
	void whenTheEndpointIsNotExposedThenThereIsNone() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(ClusterPubSubEndpoint.class));
	}

	@Test
	void whenJmxExposesItThenItIsThere() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=health", "spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=clusterpubsub")
			.run((context) -> assertThat(context).hasSingleBean(ClusterPubSubEndpoint.class));
	}

	@Test
	void whenAccessIsNoneThenThereIsNone() {
		this.contextRunner.withPropertyValues("management.endpoint.clusterpubsub.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(ClusterPubSubEndpoint.class));
	}

	@Test
	void whenThereIsNoActuatorThenBacksOff() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("clusterPubSubEndpoint"));
	}

	private static SubscriptionStatus status(String id, String pattern, int queued) {
		return new SubscriptionStatus(id, pattern, "g-" + id, false, "t", queued, 10, 0, 0, 0, Duration.ZERO, false);
	}

}
