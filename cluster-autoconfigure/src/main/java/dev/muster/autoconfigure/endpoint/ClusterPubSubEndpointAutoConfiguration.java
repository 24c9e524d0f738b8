package dev.muster.autoconfigure.endpoint;

import dev.muster.Cluster;
import dev.muster.autoconfigure.ClusterAutoConfiguration;
import dev.muster.pubsub.PubSub;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the endpoint {@code clusterpubsub}.
 */
@AutoConfiguration(after = ClusterAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean({ Cluster.class, PubSub.class })
@ConditionalOnAvailableEndpoint(ClusterPubSubEndpoint.class)
public final class ClusterPubSubEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ClusterPubSubEndpoint clusterPubSubEndpoint(Cluster cluster, PubSub pubSub) {
		return new ClusterPubSubEndpoint(cluster, pubSub);
	}

}
