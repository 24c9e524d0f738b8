package dev.muster.autoconfigure.metrics;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.autoconfigure.ClusterAutoConfiguration;
import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.pubsub.PubSub;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters below {@code muster.}.
 */
@AutoConfiguration(after = ClusterAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@EnableConfigurationProperties(MetricsProperties.class)
@ConditionalOnBean({ MeterRegistry.class, ClusterNode.class, Cluster.class, PubSub.class })
public final class ClusterMetricsAutoConfiguration {

	@Bean
	MembershipMetrics musterMembershipMetrics(ClusterNode node, Cluster cluster) {
		return new MembershipMetrics(node, cluster);
	}

	@Bean
	PubSubMetrics musterPubSubMetrics(PubSub pubSub) {
		return new PubSubMetrics(pubSub);
	}

	@Bean
	RequestMetrics musterRequestMetrics(PubSub pubSub) {
		return new RequestMetrics(pubSub);
	}

	@Bean
	ReplayMetrics musterReplayMetrics(PubSub pubSub) {
		return new ReplayMetrics(pubSub);
	}

	@Bean
	DiscoveryMetrics musterDiscoveryMetrics(ClusterNode node) {
		return new DiscoveryMetrics(node.discovery(), node.transport());
	}

	@Bean
	TransportMetrics musterTransportMetrics(ClusterNode node) {
		return new TransportMetrics(node.transport());
	}

	@Bean
	HandshakeMetrics musterHandshakeMetrics(ClusterNode node) {
		return new HandshakeMetrics(node.transport());
	}

	@Bean
	HandlerMetrics musterHandlerMetrics(ObjectProvider<PubSub> pubSub, MetricsProperties properties) {
		if (properties.getMaxSubscriptions() < 0) {
			throw new InvalidClusterPropertyException("muster.metrics.max-subscriptions", "it is negative",
					"Set it to how many subscriptions may have meters of their own, or to 0.");
		}
		return new HandlerMetrics(pubSub::getObject, properties.getMaxSubscriptions());
	}

	@Bean
	OutboundMetrics musterOutboundMetrics(ClusterNode node, PubSub pubSub, MetricsProperties properties) {
		return new OutboundMetrics(node.transport(), pubSub, maxPeers(properties));
	}

	@Bean
	PeerMetrics musterPeerMetrics(ClusterNode node, MetricsProperties properties) {
		return new PeerMetrics(node.transport(), maxPeers(properties));
	}

	private static int maxPeers(MetricsProperties properties) {
		if (properties.getMaxPeers() < 0) {
			throw new InvalidClusterPropertyException("muster.metrics.max-peers", "it is negative",
					"Set it to how many peers may have meters of their own, or to 0.");
		}
		return properties.getMaxPeers();
	}

}
