package dev.muster.autoconfigure.ready;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.autoconfigure.ClusterAutoConfiguration;
import dev.muster.autoconfigure.ClusterProperties;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of what keeps the application from being ready until enough members
 * are there.
 */
@AutoConfiguration(after = ClusterAutoConfiguration.class, before = ApplicationAvailabilityAutoConfiguration.class)
@ConditionalOnBean({ ClusterNode.class, Cluster.class, ClusterProperties.class })
public final class ClusterReadyAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ReadyGate musterReadyGate(ClusterProperties properties, ClusterNode node, Cluster cluster,
			ApplicationEventPublisher publisher) {
		return new ReadyGate(properties.getReady(), cluster, node.transport()::search, publisher);
	}

	@Bean
	@ConditionalOnMissingBean(ApplicationAvailability.class)
	GatedApplicationAvailability applicationAvailability(ReadyGate gate) {
		return new GatedApplicationAvailability(gate);
	}

}
