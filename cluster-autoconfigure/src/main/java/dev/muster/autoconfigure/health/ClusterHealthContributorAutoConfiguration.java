package dev.muster.autoconfigure.health;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.autoconfigure.ClusterAutoConfiguration;
import dev.muster.autoconfigure.ClusterLifecycle;
import dev.muster.autoconfigure.presence.listener.ClusterPresenceAutoConfiguration;
import dev.muster.presence.Presence;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health contributor {@code cluster}.
 */
@AutoConfiguration(after = { ClusterAutoConfiguration.class, ClusterPresenceAutoConfiguration.class },
		beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({ Health.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ ClusterNode.class, Cluster.class, ClusterLifecycle.class })
@ConditionalOnEnabledHealthIndicator("cluster")
public final class ClusterHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "clusterHealthIndicator", "clusterHealthContributor" })
	ClusterHealthIndicator clusterHealthContributor(ClusterNode node, Cluster cluster, ClusterLifecycle lifecycle,
			ObjectProvider<Presence> presence) {
		return new ClusterHealthIndicator(node, cluster, lifecycle, presence.getIfAvailable());
	}

}
