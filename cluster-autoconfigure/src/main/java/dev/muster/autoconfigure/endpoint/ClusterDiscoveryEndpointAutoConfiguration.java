package dev.muster.autoconfigure.endpoint;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.autoconfigure.ClusterAutoConfiguration;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the endpoint {@code clusterdiscovery}.
 */
@AutoConfiguration(after = ClusterAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean({ ClusterNode.class, Cluster.class })
@ConditionalOnAvailableEndpoint(ClusterDiscoveryEndpoint.class)
public final class ClusterDiscoveryEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ClusterDiscoveryEndpoint clusterDiscoveryEndpoint(ClusterNode node, Cluster cluster) {
		return new ClusterDiscoveryEndpoint(node, cluster);
	}

}
