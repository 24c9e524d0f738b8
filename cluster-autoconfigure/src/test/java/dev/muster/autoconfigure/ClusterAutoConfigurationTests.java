package dev.muster.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.autoconfigure.discovery.ClusterDiscoveryAutoConfiguration;
import dev.muster.autoconfigure.discovery.TopologyProperties;
import dev.muster.autoconfigure.jackson.ClusterJacksonAutoConfiguration;
import dev.muster.autoconfigure.transport.TransportProperties;
import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;
import dev.muster.discovery.TopologyStatus;
import dev.muster.pubsub.Overflow;
import dev.muster.pubsub.PubSub;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link ClusterAutoConfiguration}. No node is started.
 */
class ClusterAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterAutoConfiguration.class,
				ClusterDiscoveryAutoConfiguration.class, ClusterJacksonAutoConfiguration.class))
		.withBean(ClusterLifecycle.class, () -> mock(ClusterLifecycle.class))
		.withPropertyValues("spring.application.name=shop");

	@Test
	void whenNothingIsConfiguredThenThereIsANodeWithItsParts() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(ClusterNode.class)
				.hasSingleBean(Cluster.class)
				.hasSingleBean(PubSub.class);
			ClusterNode node = context.getBean(ClusterNode.class);
			assertThat(context.getBean(Cluster.class)).isSameAs(node.cluster());
			assertThat(context.getBean(PubSub.class)).isSameAs(node.pubSub());
			assertThat(node.cluster().name()).isEqualTo("shop");
			assertThat(node.isRunning()).isFalse();
			assertThat(node.discovery().status()).extracting(TopologyStatus::topology).containsExactly("local");
		});
	}

	@Test
	void whenDisabledThenThereIsNothing() {
		this.contextRunner.withPropertyValues("muster.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ClusterNode.class)
				.doesNotHaveBean(Cluster.class)
				.doesNotHaveBean(PubSub.class)
				.doesNotHaveBean(ClusterProperties.class)
				.doesNotHaveBean(DiscoveryStrategy.class));
	}

	@Test
	void whenTheClusterHasANameThenItIsNotTheApplications() {
		this.contextRunner.withPropertyValues("muster.cluster-name=mall")
			.run((context) -> assertThat(context.getBean(Cluster.class).name()).isEqualTo("mall"));
	}

	@Test
	void whenThereIsNoNameAtAllThenFails() {
		this.contextRunner.withPropertyValues("spring.application.name=")
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("muster.cluster-name"));
	}

	@Test
	void whenANameIsTooLongThenFailsNamingTheProperty() {
		this.contextRunner.withPropertyValues("muster.node-name=" + "x".repeat(300))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith("muster.node-name: "));
		this.contextRunner.withPropertyValues("muster.metadata.big=" + "x".repeat(30_000))
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("InvalidClusterPropertyException: muster.metadata: "));
	}

	@Test
	void whenTheUserHasAClusterNodeThenItIsUsed() {
		ClusterNode node = ClusterNode.builder().clusterName("mine").build();
		this.contextRunner.withBean(ClusterNode.class, () -> node)
			.run((context) -> assertThat(context.getBean(Cluster.class)).isSameAs(node.cluster()));
	}

	@Test
	void whenTheUserHasAClusterAndABusThenTheyAreUsed() {
		Cluster cluster = mock(Cluster.class);
		PubSub pubSub = mock(PubSub.class);
		this.contextRunner.withBean(Cluster.class, () -> cluster)
			.withBean(PubSub.class, () -> pubSub)
			.run((context) -> {
				assertThat(context.getBean(Cluster.class)).isSameAs(cluster);
				assertThat(context.getBean(PubSub.class)).isSameAs(pubSub);
			});
	}

	@Test
	void customizersAreCalledInOrderAndHaveTheLastWord() {
		this.contextRunner.withUserConfiguration(Customizers.class).run((context) -> {
			assertThat(context.getBean(Customizers.class).calls).containsExactly("first", "second");
			assertThat(context.getBean(Cluster.class).name()).isEqualTo("customized");
		});
	}

	@Test
	void strategyBeansAreTopologies() {
		this.contextRunner.withBean("racks", DiscoveryStrategy.class, NoPeers::new)
			.withPropertyValues("muster.topologies.here.strategy=local", "muster.transport.bind-address=127.0.0.1")
			.run((context) -> assertThat(context.getBean(ClusterNode.class).discovery().status())
				.extracting(TopologyStatus::topology)
				.containsExactlyInAnyOrder("here", "racks"));
	}

	@Test
	void whenTheContextClosesThenTheNodeIsClosed() {
		ClusterNode node = mock(ClusterNode.class);
		this.contextRunner.withBean(ClusterNode.class, () -> node)
			.withBean(Cluster.class, () -> mock(Cluster.class))
			.withBean(PubSub.class, () -> mock(PubSub.class))
			.run((context) -> assertThat(context).hasNotFailed());
		verify(node).close();
	}

	@Test
	void whenAParentContextHasANodeThenTheChildHasNone() {
		this.contextRunner.run((parent) -> this.contextRunner.withParent(parent)
			.run((child) -> assertThat(child.getBeanFactory().containsLocalBean("musterNode")).isFalse()));
	}

	@Test
	void theLifecycleIsNeverLazy() {
		this.contextRunner.run((context) -> {
			LazyInitializationExcludeFilter filter = context.getBean(LazyInitializationExcludeFilter.class);
			assertThat(filter.isExcluded("any", new org.springframework.beans.factory.support.GenericBeanDefinition(),
					ClusterLifecycle.class))
				.isTrue();
		});
	}

	@Test
	void propertiesAreBound() {
		this.contextRunner.withBean(ClusterNode.class, () -> ClusterNode.builder().clusterName("unused").build())
			.withPropertyValues("muster.cluster-name=shop", "muster.nodeName=n2", "muster.metadata.zone=a",
					"muster.transport.protocol=udp", "muster.transport.bind-address=10.0.0.1",
					"muster.transport.bind-port=9000", "muster.transport.port-range=3",
					"muster.transport.external-address=203.0.113.1", "muster.transport.external-port=9001",
					"muster.transport.failure-detection.timeout=7s",
					"muster.transport.failure-detection.interval=500ms",
					"muster.transport.failure-detection.verify-timeout=1s", "muster.transport.join-timeout=2s",
					"muster.transport.seed-timeout=3s", "muster.transport.merge-interval=4s",
					"muster.transport.leave-timeout=5s", "muster.topologies.a.strategy=static",
					"muster.topologies.a.poll-interval=1m", "muster.topologies.a.static.addresses=h1:7800, h2",
					"muster.topologies.b.strategy=multicast", "muster.topologies.b.multicast.group=ff15::7",
					"muster.topologies.b.multicast.port=4000", "muster.topologies.b.multicast.ttl=2",
					"muster.topologies.b.multicast.interface=eth0", "muster.topologies.b.multicast.secret=s",
					"muster.pubsub.codec=json", "muster.pubsub.queue-capacity=5", "muster.pubsub.overflow=drop-oldest",
					"muster.pubsub.block-timeout=9s", "muster.pubsub.max-message-size=2MB")
			.run((context) -> {
				ClusterProperties properties = context.getBean(ClusterProperties.class);
				assertThat(properties.getNodeName()).isEqualTo("n2");
				assertThat(properties.getMetadata()).containsEntry("zone", "a");
				TransportProperties transport = properties.getTransport();
				assertThat(transport.getProtocol()).isEqualTo(TransportProperties.Protocol.UDP);
				assertThat(transport.getBindAddress()).isEqualTo("10.0.0.1");
				assertThat(transport.getBindPort()).isEqualTo(9000);
				assertThat(transport.getPortRange()).isEqualTo(3);
				assertThat(transport.getExternalAddress()).isEqualTo("203.0.113.1");
				assertThat(transport.getExternalPort()).isEqualTo(9001);
				assertThat(transport.getFailureDetection().getTimeout()).isEqualTo(Duration.ofSeconds(7));
				assertThat(transport.getFailureDetection().getInterval()).isEqualTo(Duration.ofMillis(500));
				assertThat(transport.getFailureDetection().getVerifyTimeout()).isEqualTo(Duration.ofSeconds(1));
				assertThat(transport.getJoinTimeout()).isEqualTo(Duration.ofSeconds(2));
				assertThat(transport.getSeedTimeout()).isEqualTo(Duration.ofSeconds(3));
				assertThat(transport.getMergeInterval()).isEqualTo(Duration.ofSeconds(4));
				assertThat(transport.getLeaveTimeout()).isEqualTo(Duration.ofSeconds(5));
				assertThat(properties.getTopologies()).containsOnlyKeys("a", "b");
				TopologyProperties fixed = Objects.requireNonNull(properties.getTopologies().get("a"));
				assertThat(fixed.getPollInterval()).isEqualTo(Duration.ofMinutes(1));
				assertThat(fixed.getStatic().getAddresses()).containsExactly("h1:7800", "h2");
				TopologyProperties.Multicast multicast = Objects.requireNonNull(properties.getTopologies().get("b"))
					.getMulticast();
				assertThat(multicast.getGroup()).isEqualTo("ff15::7");
				assertThat(multicast.getPort()).isEqualTo(4000);
				assertThat(multicast.getTtl()).isEqualTo(2);
				assertThat(multicast.getInterface()).isEqualTo("eth0");
				assertThat(multicast.getSecret()).isEqualTo("s");
				assertThat(properties.getPubsub().getQueueCapacity()).isEqualTo(5);
				assertThat(properties.getPubsub().getOverflow()).isEqualTo(Overflow.DROP_OLDEST);
				assertThat(properties.getPubsub().getBlockTimeout()).isEqualTo(Duration.ofSeconds(9));
				assertThat(properties.getPubsub().getMaxMessageSize()).isEqualTo(DataSize.ofMegabytes(2));
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		final List<String> calls = new ArrayList<>();

		@Bean
		@Order(2)
		ClusterNodeCustomizer second() {
			return (builder) -> this.calls.add("second");
		}

		@Bean
		@Order(1)
		ClusterNodeCustomizer first() {
			return (builder) -> {
				this.calls.add("first");
				builder.clusterName("customized");
			};
		}

	}

	static class NoPeers implements DiscoveryStrategy {

		@Override
		public String name() {
			return "none";
		}

		@Override
		public void start(DiscoveryContext context) {
		}

		@Override
		public Set<PeerAddress> discover() {
			return Set.of();
		}

	}

}
