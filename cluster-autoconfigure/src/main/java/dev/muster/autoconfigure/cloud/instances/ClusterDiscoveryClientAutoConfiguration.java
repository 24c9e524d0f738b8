package dev.muster.autoconfigure.cloud.instances;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.autoconfigure.ClusterAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.cloud.client.ConditionalOnDiscoveryEnabled;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

/**
 * Auto-configuration of the members as a {@link DiscoveryClient}.
 */
@AutoConfiguration(after = ClusterAutoConfiguration.class,
		beforeName = { "org.springframework.cloud.client.CommonsClientAutoConfiguration",
				"org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration" })
@ConditionalOnClass({ DiscoveryClient.class, ConditionalOnDiscoveryEnabled.class })
@ConditionalOnBean(ClusterNode.class)
@ConditionalOnDiscoveryEnabled
@ConditionalOnBooleanProperty(name = "muster.discovery-client.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ClusterDiscoveryClientProperties.class)
public final class ClusterDiscoveryClientAutoConfiguration {

	@Bean
	WebAddresses musterWebAddresses(ClusterNode node) {
		return new WebAddresses(node.transport());
	}

	@Bean
	MemberInstances musterMemberInstances(Cluster cluster, WebAddresses addresses,
			ClusterDiscoveryClientProperties properties) {
		String serviceId = properties.getServiceId();
		return new MemberInstances(cluster, addresses, StringUtils.hasText(serviceId) ? serviceId : cluster.name());
	}

	@Bean
	@ConditionalOnMissingBean
	ClusterDiscoveryClient musterDiscoveryClient(MemberInstances instances,
			ClusterDiscoveryClientProperties properties) {
		return new ClusterDiscoveryClient(instances, properties.getOrder());
	}

	@Bean
	InstancesHeartbeat musterInstancesHeartbeat(ApplicationEventPublisher publisher, ClusterDiscoveryClient client,
			WebAddresses addresses) {
		return new InstancesHeartbeat(publisher, client, addresses);
	}

	/**
	 * Where there may be a web server.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebServerInitializedEvent.class, ServerProperties.class })
	static class WebServerConfiguration {

		@Bean
		WebServerAnnouncer musterWebServerAnnouncer(WebAddresses addresses,
				ObjectProvider<ServerProperties> properties) {
			return new WebServerAnnouncer(addresses, properties.getIfAvailable());
		}

	}

}
