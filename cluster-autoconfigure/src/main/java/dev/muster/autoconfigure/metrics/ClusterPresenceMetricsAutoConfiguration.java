package dev.muster.autoconfigure.metrics;

import dev.muster.autoconfigure.presence.listener.ClusterPresenceAutoConfiguration;
import dev.muster.presence.Presence;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters below {@code muster.presence.}.
 */
@AutoConfiguration(after = ClusterPresenceAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, Presence.class })
public final class ClusterPresenceMetricsAutoConfiguration {

	@Bean
	PresenceMetrics musterPresenceMetrics(Presence presence) {
		return new PresenceMetrics(presence);
	}

}
