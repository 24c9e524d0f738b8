package dev.muster.autoconfigure.discovery;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Auto-configuration of the strategy {@code consul}, at the agent that the properties
 * name or a {@link ConsulConnectionDetails} bean describes.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "muster.enabled", matchIfMissing = true)
@ImportRuntimeHints(ConsulRuntimeHints.class)
public final class ClusterConsulDiscoveryAutoConfiguration {

	@Bean
	ConsulStrategyFactory musterConsulStrategyFactory(ObjectProvider<ConsulConnectionDetails> connection,
			ObjectProvider<SslBundles> sslBundles) {
		return new ConsulStrategyFactory(connection.getIfUnique(), sslBundles.getIfAvailable());
	}

}
