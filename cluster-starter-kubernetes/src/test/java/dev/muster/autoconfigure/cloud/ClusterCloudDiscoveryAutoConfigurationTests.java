package dev.muster.autoconfigure.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.autoconfigure.ClusterAutoConfiguration;
import dev.muster.autoconfigure.ClusterLifecycle;
import dev.muster.autoconfigure.discovery.ClusterDiscoveryAutoConfiguration;
import dev.muster.autoconfigure.jackson.ClusterJacksonAutoConfiguration;
import dev.muster.discovery.TopologyStatus;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ClusterCloudDiscoveryAutoConfiguration}. No node is started.
 */
class ClusterCloudDiscoveryAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterAutoConfiguration.class,
				ClusterDiscoveryAutoConfiguration.class, ClusterJacksonAutoConfiguration.class,
				ClusterCloudDiscoveryAutoConfiguration.class, SimpleDiscoveryClientAutoConfiguration.class,
				CompositeDiscoveryClientAutoConfiguration.class, UtilAutoConfiguration.class))
		.withBean(ClusterLifecycle.class, () -> mock(ClusterLifecycle.class))
		.withPropertyValues("spring.application.name=shop");

	@Test
	void aTopologyMayNameIt() {
		this.contextRunner.withPropertyValues("muster.topologies.registry.strategy=discovery-client")
			.run((context) -> assertThat(context.getBean(ClusterNode.class).discovery().status()).singleElement()
				.extracting(TopologyStatus::strategy)
				.isEqualTo("discovery-client"));
	}

	@Test
	void whenNoTopologyNamesItThenPeersAreLocal() {
		this.contextRunner
			.run((context) -> assertThat(context.getBean(ClusterNode.class).discovery().status()).singleElement()
				.extracting(TopologyStatus::strategy)
				.isEqualTo("local"));
	}

	@Test
	void whenThereIsNoSpringCloudThenItIsNoStrategy() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(DiscoveryClient.class))
			.withPropertyValues("muster.topologies.registry.strategy=discovery-client")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("muster.topologies.registry.strategy"));
	}

	@Test
	void whenNeitherServiceNorApplicationHasANameThenNamesTheProperty() {
		this.contextRunner
			.withPropertyValues("muster.topologies.registry.strategy=discovery-client", "spring.application.name=",
					"muster.cluster-name=shop")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith("muster.topologies.registry.discovery-client.service-id: "));
	}

	@Test
	void whenThePortHasNoKeyThenNamesTheProperty() {
		this.contextRunner
			.withPropertyValues("muster.topologies.registry.strategy=discovery-client",
					"muster.topologies.registry.discovery-client.port-metadata-key=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith("muster.topologies.registry.discovery-client.port-metadata-key: "));
	}

	@Test
	void thePortIsAddedToWhatIsRegisteredUnderEachKeyInUse() {
		this.contextRunner
			.withPropertyValues("muster.topologies.a.strategy=discovery-client",
					"muster.topologies.b.strategy=discovery-client",
					"muster.topologies.b.discovery-client.port-metadata-key=gossip", "muster.transport.bind-port=0",
					"muster.transport.bind-address=127.0.0.1")
			.run((context) -> {
				FakeRegistration early = new FakeRegistration();
				context.publishEvent(early.preRegistered());
				assertThat(early.getMetadata()).isEmpty();
				context.getBean(ClusterNode.class).start();
				String port = Integer.toString(context.getBean(Cluster.class).self().port());
				FakeRegistration registration = new FakeRegistration();
				registration.getMetadata().put("gossip", "9");
				context.publishEvent(registration.preRegistered());
				assertThat(registration.getMetadata())
					.containsExactlyInAnyOrderEntriesOf(Map.of("muster-port", port, "gossip", "9"));
			});
	}

	@Test
	void whenNoTopologyLooksForItThenThePortIsNotRegistered() {
		this.contextRunner.run((context) -> {
			context.getBean(ClusterNode.class).start();
			FakeRegistration registration = new FakeRegistration();
			context.publishEvent(registration.preRegistered());
			assertThat(registration.getMetadata()).isEmpty();
		});
	}

	@Test
	void whenARegistryBeatsWithAnotherValueThenItIsAskedAtOnce() {
		List<String> asked = new ArrayList<>();
		this.contextRunner.withBean(DiscoveryClient.class, () -> new CountingClient(asked))
			.withPropertyValues("muster.topologies.a.strategy=discovery-client", "muster.transport.bind-port=0",
					"muster.topologies.a.poll-interval=1h", "muster.topologies.a.discovery-client.service-id=orders",
					"muster.transport.bind-address=127.0.0.1")
			.run((context) -> {
				context.getBean(ClusterNode.class).start();
				int before = size(asked);
				assertThat(before).isPositive();
				context.publishEvent(CountingClient.heartbeat(1));
				awaitMoreThan(before, asked);
				assertThat(Set.copyOf(asked)).containsExactly("orders");
			});
	}

	private static int size(List<String> list) {
		synchronized (list) {
			return list.size();
		}
	}

	private static void awaitMoreThan(int before, List<String> asked) {
		org.awaitility.Awaitility.await()
			.atMost(30, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(size(asked)).isGreaterThan(before));
	}

}
