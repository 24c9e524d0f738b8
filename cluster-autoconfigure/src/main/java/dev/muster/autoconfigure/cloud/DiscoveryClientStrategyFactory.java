package dev.muster.autoconfigure.cloud;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import dev.muster.autoconfigure.cloud.instances.ClusterDiscoveryClient;
import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.autoconfigure.discovery.ConfiguredTopology;
import dev.muster.autoconfigure.discovery.DiscoveryClientProperties;
import dev.muster.autoconfigure.discovery.DiscoveryStrategyFactory;
import dev.muster.autoconfigure.discovery.Reach;
import dev.muster.discovery.DiscoveryStrategy;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClient;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.discovery.event.HeartbeatMonitor;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Makes {@code discovery-client}: peers as Spring Cloud's registries list them. Has them
 * asked anew when a registry says that it changed.
 */
final class DiscoveryClientStrategyFactory implements DiscoveryStrategyFactory, ApplicationListener<HeartbeatEvent> {

	private final ObjectProvider<DiscoveryClient> clients;

	private final Environment environment;

	private final HeartbeatMonitor heartbeats = new HeartbeatMonitor();

	private final List<DiscoveryClientStrategy> strategies = new CopyOnWriteArrayList<>();

	DiscoveryClientStrategyFactory(ObjectProvider<DiscoveryClient> clients, Environment environment) {
		this.clients = clients;
		this.environment = environment;
	}

	@Override
	public String strategy() {
		return DiscoveryClientStrategy.NAME;
	}

	@Override
	public Reach reach(ConfiguredTopology topology) {
		return Reach.NETWORK;
	}

	@Override
	public DiscoveryStrategy create(ConfiguredTopology topology) {
		DiscoveryClientProperties properties = topology.properties().getDiscoveryClient();
		if (!StringUtils.hasText(properties.getPortMetadataKey())) {
			throw new InvalidClusterPropertyException(topology.property("discovery-client.port-metadata-key"),
					"it is empty", "Name the metadata that holds a node's port, or remove the property to take '"
							+ DiscoveryClientProperties.DEFAULT_PORT_METADATA_KEY + "'.");
		}
		DiscoveryClientStrategy strategy = new DiscoveryClientStrategy(this::registries,
				serviceId(topology, properties), properties.getPortMetadataKey(), topology.defaultPort());
		this.strategies.add(strategy);
		return strategy;
	}

	private String serviceId(ConfiguredTopology topology, DiscoveryClientProperties properties) {
		String configured = properties.getServiceId();
		String serviceId = StringUtils.hasText(configured) ? configured
				: this.environment.getProperty("spring.application.name");
		if (!StringUtils.hasText(serviceId)) {
			throw new InvalidClusterPropertyException(topology.property("discovery-client.service-id"),
					"the service has no name, and the application has none either",
					"Set it to the name under which the application registers.");
		}
		return serviceId;
	}

	// The composite would ask the others a second time, and our own tells who was found
	private List<DiscoveryClient> registries() {
		return this.clients.orderedStream()
			.filter((client) -> !(client instanceof CompositeDiscoveryClient)
					&& !(client instanceof ClusterDiscoveryClient))
			.toList();
	}

	/**
	 * Return the names of metadata at which peers look for a node's port.
	 * @return the names; none if there is no such topology
	 */
	Set<String> portMetadataKeys() {
		return this.strategies.stream().map(DiscoveryClientStrategy::portMetadataKey).collect(Collectors.toSet());
	}

	@Override
	public void onApplicationEvent(HeartbeatEvent event) {
		if (!(event.getSource() instanceof ClusterDiscoveryClient) && this.heartbeats.update(event.getValue())) {
			this.strategies.forEach(DiscoveryClientStrategy::registryChanged);
		}
	}

}
