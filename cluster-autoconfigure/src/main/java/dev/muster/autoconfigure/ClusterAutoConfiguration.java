package dev.muster.autoconfigure;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.autoconfigure.discovery.ClusterDiscoveryAutoConfiguration;
import dev.muster.autoconfigure.discovery.KubernetesHint;
import dev.muster.autoconfigure.discovery.Topologies;
import dev.muster.autoconfigure.discovery.TopologyFactory;
import dev.muster.autoconfigure.jackson.ClusterJacksonAutoConfiguration;
import dev.muster.autoconfigure.transport.TransportSecurityFactory;
import dev.muster.autoconfigure.transport.TransportSettingsFactory;
import dev.muster.codec.PayloadCodec;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.PubSubInterceptor;
import dev.muster.pubsub.PubSubSettings;
import dev.muster.transport.TransportSettings;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Auto-configuration of a {@link ClusterNode}, its {@link Cluster} and its
 * {@link PubSub}. Backs off from beans of these types.
 */
@AutoConfiguration(after = { ClusterDiscoveryAutoConfiguration.class, ClusterJacksonAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "muster.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ClusterProperties.class)
@ImportRuntimeHints(ClusterRuntimeHints.class)
public final class ClusterAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ClusterNode musterNode(ClusterProperties properties, Environment environment, TopologyFactory topologyFactory,
			ObjectProvider<PayloadCodec> codec, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<PubSubInterceptor> interceptors, ObjectProvider<ClusterNodeCustomizer> customizers) {
		Topologies topologies = topologyFactory.create(properties.getTopologies(), peerPort(properties));
		KubernetesHint.logIfNeeded(environment, topologies);
		PubSubSettings pubSub = properties.getPubsub().toSettings(codec.getIfAvailable());
		TransportSettings transport = new TransportSettingsFactory()
			.create(properties.getTransport(), topologies.reach())
			.withSecurity(new TransportSecurityFactory(sslBundles.getIfAvailable()).create(properties.getTransport()));
		ClusterNode.Builder builder = ClusterNode.builder()
			.clusterName(clusterName(properties, environment))
			.nodeName(StringUtils.hasText(properties.getNodeName()) ? properties.getNodeName() : null)
			.metadata(properties.getMetadata())
			.transport(transport)
			.pubSub(pubSub)
			.presence(properties.getPresence().toSettings())
			.virtualThreads(Threading.VIRTUAL.isActive(environment));
		topologies.topologies().forEach(builder::topology);
		interceptors.orderedStream().forEach(builder::interceptor);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		try {
			return builder.build();
		}
		catch (IllegalArgumentException ex) {
			throw InvalidClusterPropertyException.from(ex, "muster");
		}
	}

	// The node closes its cluster and its bus itself
	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	Cluster musterCluster(ClusterNode node) {
		return node.cluster();
	}

	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	PubSub musterPubSub(ClusterNode node) {
		return node.pubSub();
	}

	@Bean
	@ConditionalOnMissingBean
	ClusterLifecycle musterLifecycle(ClusterNode node, Cluster cluster, ApplicationEventPublisher publisher) {
		return new ClusterLifecycle(node, cluster, publisher);
	}

	@Bean
	static LazyInitializationExcludeFilter musterLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(ClusterLifecycle.class);
	}

	private static int peerPort(ClusterProperties properties) {
		int port = properties.getTransport().getBindPort();
		return (port > 0) ? port : TransportSettings.DEFAULT_PORT;
	}

	private static String clusterName(ClusterProperties properties, Environment environment) {
		String configured = properties.getClusterName();
		if (StringUtils.hasText(configured)) {
			return configured;
		}
		String application = environment.getProperty("spring.application.name");
		if (StringUtils.hasText(application)) {
			return application;
		}
		throw new InvalidClusterPropertyException("muster.cluster-name",
				"the cluster has no name, and the application has none either",
				"Set 'spring.application.name', or 'muster.cluster-name': nodes form a cluster only with those of the"
						+ " same name.");
	}

}
