package dev.muster.autoconfigure.metrics;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.autoconfigure.ClusterAutoConfiguration;
import dev.muster.pubsub.PubSub;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters below {@code muster.}.
 */
@AutoConfiguration(after = ClusterAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
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
	DiscoveryMetrics musterDiscoveryMetrics(ClusterNode node) {
		return new DiscoveryMetrics(node.discovery());
	}

	@Bean
	TransportMetrics musterTransportMetrics(ClusterNode node) {
		return new TransportMetrics(node.transport());
	}

}
