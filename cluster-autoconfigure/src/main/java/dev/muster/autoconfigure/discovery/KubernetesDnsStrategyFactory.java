package dev.muster.autoconfigure.discovery;

import java.nio.file.Path;
import java.util.Objects;

import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.dns.DnsDiscoveryStrategy;
import dev.muster.discovery.dns.KubernetesService;

import org.springframework.util.StringUtils;

/**
 * Makes {@code kubernetes-dns}: the pods of a headless service.
 */
final class KubernetesDnsStrategyFactory implements DiscoveryStrategyFactory {

	private final Path namespaceFile;

	KubernetesDnsStrategyFactory() {
		this(KubernetesService.NAMESPACE_FILE);
	}

	KubernetesDnsStrategyFactory(Path namespaceFile) {
		this.namespaceFile = namespaceFile;
	}

	@Override
	public String strategy() {
		return KubernetesService.STRATEGY;
	}

	@Override
	public Reach reach(ConfiguredTopology topology) {
		return Reach.NETWORK;
	}

	@Override
	public DiscoveryStrategy create(ConfiguredTopology topology) {
		KubernetesDnsProperties properties = topology.properties().getKubernetesDns();
		String portName = StringUtils.hasText(properties.getPortName()) ? properties.getPortName() : null;
		KubernetesService service = new KubernetesService(properties.getService(), namespace(properties),
				properties.getClusterDomain(), portName);
		int port = Objects.requireNonNullElse(properties.getPort(), topology.defaultPort());
		return new DnsDiscoveryStrategy(service.settings(port)
			.withServers(properties.getServer())
			.withLimits(properties.getTimeout(), properties.getMaxRecords()));
	}

	private String namespace(KubernetesDnsProperties properties) {
		String namespace = properties.getNamespace();
		return StringUtils.hasText(namespace) ? namespace : KubernetesService.ownNamespace(this.namespaceFile);
	}

}
