package dev.muster.autoconfigure.cloud.instances;

import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.ConditionalOnReactiveDiscoveryEnabled;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the members as a {@link ReactiveDiscoveryClient}.
 */
@AutoConfiguration(after = ClusterDiscoveryClientAutoConfiguration.class, beforeName = {
		"org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration",
		"org.springframework.cloud.client.discovery.simple.reactive.SimpleReactiveDiscoveryClientAutoConfiguration" })
@ConditionalOnClass({ Flux.class, ReactiveDiscoveryClient.class })
@ConditionalOnBean(ClusterDiscoveryClient.class)
@ConditionalOnReactiveDiscoveryEnabled
public final class ClusterReactiveDiscoveryClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ClusterReactiveDiscoveryClient musterReactiveDiscoveryClient(MemberInstances instances,
			ClusterDiscoveryClientProperties properties) {
		return new ClusterReactiveDiscoveryClient(instances, properties.getOrder());
	}

}
