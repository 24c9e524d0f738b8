package dev.muster.autoconfigure.cloud;

import dev.muster.Cluster;
import dev.muster.autoconfigure.discovery.ClusterDiscoveryAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the strategy {@code discovery-client}.
 */
@AutoConfiguration(before = ClusterDiscoveryAutoConfiguration.class)
@ConditionalOnClass(DiscoveryClient.class)
@ConditionalOnBooleanProperty(name = "muster.enabled", matchIfMissing = true)
public final class ClusterCloudDiscoveryAutoConfiguration {

	@Bean
	DiscoveryClientStrategyFactory musterDiscoveryClientStrategyFactory(ObjectProvider<DiscoveryClient> clients,
			Environment environment) {
		return new DiscoveryClientStrategyFactory(clients, environment);
	}

	@Bean
	TransportPortMetadata musterTransportPortMetadata(DiscoveryClientStrategyFactory factory,
			ObjectProvider<Cluster> cluster) {
		return new TransportPortMetadata(factory, cluster);
	}

}
