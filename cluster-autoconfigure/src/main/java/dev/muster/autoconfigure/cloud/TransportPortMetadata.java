package dev.muster.autoconfigure.cloud;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.muster.Cluster;
import dev.muster.NotRunningException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.context.ApplicationListener;

/**
 * Adds the node's port to what the application registers, right before it does: an
 * instance's own port is that of its web server. The node has bound its port by then.
 */
final class TransportPortMetadata implements ApplicationListener<InstancePreRegisteredEvent> {

	private static final Logger logger = LoggerFactory.getLogger(TransportPortMetadata.class);

	private final DiscoveryClientStrategyFactory factory;

	private final ObjectProvider<Cluster> cluster;

	TransportPortMetadata(DiscoveryClientStrategyFactory factory, ObjectProvider<Cluster> cluster) {
		this.factory = factory;
		this.cluster = cluster;
	}

	@Override
	public void onApplicationEvent(InstancePreRegisteredEvent event) {
		Set<String> keys = this.factory.portMetadataKeys();
		if (keys.isEmpty()) {
			return; // nobody looks for it
		}
		String port;
		try {
			port = Integer.toString(this.cluster.getObject().self().port());
		}
		catch (NotRunningException ex) {
			logger.debug("The instance is registered while the node does not run: without its port", ex);
			return;
		}
		Map<String, String> metadata = Objects.requireNonNullElse(event.getRegistration().getMetadata(), Map.of());
		for (String key : keys) {
			add(metadata, key, port);
		}
	}

	private static void add(Map<String, String> metadata, String key, String port) {
		try {
			metadata.putIfAbsent(key, port); // the user knows better, behind NAT say
		}
		catch (RuntimeException ex) {
			logger.warn("The registry's client does not let the node's port be added to what it registers: peers will"
					+ " look for this node at their own port. Configure the metadata '{}' with the value {} there", key,
					port, ex);
		}
	}

}
