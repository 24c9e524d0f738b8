package dev.muster.autoconfigure.health;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.autoconfigure.ClusterLifecycle;
import dev.muster.discovery.DiscoveryService;
import dev.muster.discovery.TopologyStatus;
import dev.muster.presence.OriginStatus;
import dev.muster.presence.Presence;
import dev.muster.presence.PresenceStatistics;
import dev.muster.transport.ClusterTransport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ClusterHealthContributorAutoConfiguration} and
 * {@link ClusterHealthIndicator}.
 */
class ClusterHealthContributorAutoConfigurationTests {

	private static final Member ONE = new Member(new MemberId(0, 1), "one", "127.0.0.1", 7800, Map.of());

	private static final Member TWO = new Member(new MemberId(0, 2), "two", "127.0.0.1", 7801, Map.of());

	private final ClusterNode node = mock(ClusterNode.class);

	private final Cluster cluster = mock(Cluster.class);

	private final ClusterLifecycle lifecycle = mock(ClusterLifecycle.class);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterHealthContributorAutoConfiguration.class))
		.withBean(ClusterNode.class, () -> this.node)
		.withBean(Cluster.class, () -> this.cluster)
		.withBean(ClusterLifecycle.class, () -> this.lifecycle);

	@BeforeEach
	void node() {
		DiscoveryService discovery = mock(DiscoveryService.class);
		given(this.node.discovery()).willReturn(discovery);
		ClusterTransport transport = mock(ClusterTransport.class);
		given(transport.isEncrypted()).willReturn(true);
		given(this.node.transport()).willReturn(transport);
		given(discovery.status()).willReturn(
				List.of(new TopologyStatus("here", "local", 3, 0, Instant.EPOCH, null, Set.of(), 0, Map.of(), ""),
						new TopologyStatus("there", "dns", 3, 3, null, "Name not known", Set.of(), 0, Map.of(), "")));
		given(this.cluster.name()).willReturn("shop");
		given(this.cluster.self()).willReturn(TWO);
		given(this.cluster.view()).willReturn(new ClusterView(7, ONE, List.of(ONE, TWO)));
	}

	@Test
	void whenTheNodeRunsThenIsUpWithDetails() {
		this.contextRunner.run((context) -> {
			Health health = health(context.getBean(ClusterHealthIndicator.class));
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("clusterName", "shop")
				.containsEntry("encrypted", true)
				.containsEntry("self", "two@127.0.0.1:7801")
				.containsEntry("members", List.of("one@127.0.0.1:7800", "two@127.0.0.1:7801"))
				.containsEntry("size", 2)
				.containsEntry("coordinator", "one@127.0.0.1:7800")
				.containsEntry("view", 7L)
				.containsEntry("topologies", Map.of("here", Map.of("strategy", "local", "lastSuccess", Instant.EPOCH),
						"there", Map.of("strategy", "dns", "lastError", "Name not known")));
		});
	}

	@Test
	void whenThereIsPresenceThenItsLagIsTold() {
		Presence presence = mock(Presence.class);
		PresenceStatistics statistics = ClusterNode.builder().clusterName("shop").build().presence().statistics();
		given(presence.statistics()).willReturn(statistics);
		given(presence.origins()).willReturn(
				List.of(new OriginStatus(TWO, true, true, 1, 2, 0), new OriginStatus(ONE, false, true, 5, 10, 3)));
		this.contextRunner.withBean(Presence.class, () -> presence)
			.run((context) -> assertThat(health(context.getBean(ClusterHealthIndicator.class)).getDetails())
				.containsEntry("presence", Map.of("entries", 0L, "lag", Map.of("one@127.0.0.1:7800", 3L))));
	}

	@ParameterizedTest
	@CsvSource({ "NEW,UNKNOWN", "RUNNING,DOWN", "STOPPED,OUT_OF_SERVICE" })
	void whenTheNodeDoesNotRunThenTheStatusSaysWhy(ClusterLifecycle.State state, String status) {
		given(this.cluster.self()).willThrow(new NotRunningException());
		given(this.lifecycle.state()).willReturn(state);
		this.contextRunner.run((context) -> {
			Health health = health(context.getBean(ClusterHealthIndicator.class));
			assertThat(health.getStatus()).isEqualTo(new Status(status));
			assertThat(health.getDetails()).containsKeys("clusterName", "reason", "topologies")
				.doesNotContainKey("members");
		});
	}

	@Test
	void whenTheIndicatorIsDisabledThenThereIsNone() {
		this.contextRunner.withPropertyValues("management.health.cluster.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ClusterHealthIndicator.class));
	}

	@Test
	void whenTheUserHasOneThenBacksOff() {
		this.contextRunner.withBean("clusterHealthIndicator", String.class, () -> "mine")
			.run((context) -> assertThat(context).doesNotHaveBean(ClusterHealthIndicator.class));
	}

	@Test
	void whenThereIsNoHealthJarThenBacksOff() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Health.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("clusterHealthContributor"));
	}

	@Test
	void whenThereIsNoNodeThenBacksOff() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ClusterHealthContributorAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(ClusterHealthIndicator.class));
	}

	private static Health health(ClusterHealthIndicator indicator) {
		Health health = indicator.health(true);
		assertThat(health).isNotNull();
		return java.util.Objects.requireNonNull(health);
	}

}
