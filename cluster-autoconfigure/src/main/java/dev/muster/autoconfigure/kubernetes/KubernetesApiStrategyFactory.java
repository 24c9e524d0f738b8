package dev.muster.autoconfigure.kubernetes;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.autoconfigure.discovery.ConfiguredTopology;
import dev.muster.autoconfigure.discovery.DiscoveryStrategyFactory;
import dev.muster.autoconfigure.discovery.KubernetesApiProperties;
import dev.muster.autoconfigure.discovery.Reach;
import dev.muster.discovery.DiscoveryStrategy;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Makes {@code kubernetes-api}: the pods of a service, by the client that Spring Cloud
 * Kubernetes configures. Asks the API server for nothing.
 */
final class KubernetesApiStrategyFactory implements DiscoveryStrategyFactory {

	private final ObjectProvider<KubernetesClient> client;

	private final Environment environment;

	KubernetesApiStrategyFactory(ObjectProvider<KubernetesClient> client, Environment environment) {
		this.client = client;
		this.environment = environment;
	}

	@Override
	public String strategy() {
		return KubernetesApiStrategy.NAME;
	}

	@Override
	public Reach reach(ConfiguredTopology topology) {
		return Reach.NETWORK;
	}

	@Override
	public DiscoveryStrategy create(ConfiguredTopology topology) {
		KubernetesApiProperties properties = topology.properties().getKubernetesApi();
		String service = textOrNull(properties.getService());
		String labelSelector = textOrNull(properties.getLabelSelector());
		if ((service == null) == (labelSelector == null)) {
			throw new InvalidClusterPropertyException(topology.property("kubernetes-api.service"),
					(service == null) ? "neither a service nor a label selector is given"
							: "both a service and a label selector are given",
					"Set either '" + topology.property("kubernetes-api.service") + "', the name of a service whose pods"
							+ " are peers, or '" + topology.property("kubernetes-api.label-selector")
							+ "', the labels of such services.");
		}
		KubernetesClient available = client(topology);
		String namespace = namespace(topology, properties, available);
		SliceSelection selection = (service != null) ? SliceSelection.ofService(namespace, service)
				: SliceSelection.ofLabels(namespace, String.valueOf(labelSelector));
		SliceReader reader = new SliceReader(textOrNull(properties.getPortName()), topology.defaultPort(),
				properties.isIncludeNotReady());
		return new KubernetesApiStrategy(available, selection, reader, System::nanoTime);
	}

	private KubernetesClient client(ConfiguredTopology topology) {
		KubernetesClient available = this.client.getIfAvailable();
		if (available != null) {
			return available;
		}
		if (CloudPlatform.KUBERNETES.isActive(this.environment)) {
			throw new InvalidClusterPropertyException(topology.property("strategy"),
					"'kubernetes-api' needs a bean of type KubernetesClient, and there is none",
					"Add the dependency 'dev.muster:cluster-starter-kubernetes', whose Spring Cloud Kubernetes"
							+ " configures one, and do not exclude its auto-configuration.");
		}
		throw new InvalidClusterPropertyException(topology.property("strategy"),
				"'kubernetes-api' is for applications that run in Kubernetes, and this one does not seem to: there is"
						+ " no KubernetesClient, as the platform is not Kubernetes",
				"Run the application in a pod, or set 'spring.main.cloud-platform' to 'kubernetes' to reach an API"
						+ " server from outside ('spring.cloud.kubernetes.client.master-url'); elsewhere choose another"
						+ " strategy, for example in a profile.");
	}

	private static String namespace(ConfiguredTopology topology, KubernetesApiProperties properties,
			KubernetesClient client) {
		String configured = textOrNull(properties.getNamespace());
		String namespace = (configured != null) ? configured : textOrNull(client.getNamespace());
		if (namespace == null) {
			throw new InvalidClusterPropertyException(topology.property("kubernetes-api.namespace"),
					"it is not set, and the pod's own is not known",
					"Set it to the namespace of the service, or mount the service account's files.");
		}
		return namespace;
	}

	private static @Nullable String textOrNull(@Nullable String text) {
		return StringUtils.hasText(text) ? text.trim() : null;
	}

}
