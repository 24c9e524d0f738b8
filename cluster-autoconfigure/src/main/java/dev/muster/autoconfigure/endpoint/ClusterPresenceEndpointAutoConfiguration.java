package dev.muster.autoconfigure.endpoint;

import dev.muster.autoconfigure.presence.listener.ClusterPresenceAutoConfiguration;
import dev.muster.presence.Presence;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the endpoint {@code clusterpresence}.
 */
@AutoConfiguration(after = ClusterPresenceAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(Presence.class)
@ConditionalOnAvailableEndpoint(ClusterPresenceEndpoint.class)
public final class ClusterPresenceEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ClusterPresenceEndpoint clusterPresenceEndpoint(Presence presence) {
		return new ClusterPresenceEndpoint(presence);
	}

}
