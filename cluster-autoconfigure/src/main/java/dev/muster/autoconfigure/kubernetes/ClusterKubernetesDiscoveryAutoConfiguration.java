package dev.muster.autoconfigure.kubernetes;

import dev.muster.autoconfigure.discovery.ClusterDiscoveryAutoConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the strategy {@code kubernetes-api}.
 */
@AutoConfiguration(before = ClusterDiscoveryAutoConfiguration.class)
@ConditionalOnClass(KubernetesClient.class)
@ConditionalOnBooleanProperty(name = "muster.enabled", matchIfMissing = true)
public final class ClusterKubernetesDiscoveryAutoConfiguration {

	@Bean
	KubernetesApiStrategyFactory musterKubernetesApiStrategyFactory(ObjectProvider<KubernetesClient> client,
			Environment environment) {
		return new KubernetesApiStrategyFactory(client, environment);
	}

}
