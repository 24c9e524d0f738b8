package dev.muster.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.muster.autoconfigure.discovery.TopologyProperties;
import dev.muster.autoconfigure.presence.PresenceProperties;
import dev.muster.autoconfigure.pubsub.PubSubProperties;
import dev.muster.autoconfigure.transport.TransportProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties of a node.
 */
@ConfigurationProperties("muster")
public class ClusterProperties {

	/**
	 * Whether to run a node at all.
	 */
	private boolean enabled = true;

	/**
	 * Name of the cluster: nodes with another name never join. By default the name of the
	 * application.
	 */
	private @Nullable String clusterName;

	/**
	 * Name of this node, unique in its cluster. By default made of its host and port.
	 */
	private @Nullable String nodeName;

	/**
	 * What the other members shall know of this node.
	 */
	private Map<String, String> metadata = new LinkedHashMap<>();

	/**
	 * Ways to find peers, side by side, under names of one's own. By default one of the
	 * strategy 'local', which finds peers on this machine.
	 */
	private Map<String, TopologyProperties> topologies = new LinkedHashMap<>();

	@NestedConfigurationProperty
	private final TransportProperties transport = new TransportProperties();

	@NestedConfigurationProperty
	private final PubSubProperties pubsub = new PubSubProperties();

	@NestedConfigurationProperty
	private final PresenceProperties presence = new PresenceProperties();

	@NestedConfigurationProperty
	private final ReadyProperties ready = new ReadyProperties();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getClusterName() {
		return this.clusterName;
	}

	public void setClusterName(@Nullable String clusterName) {
		this.clusterName = clusterName;
	}

	public @Nullable String getNodeName() {
		return this.nodeName;
	}

	public void setNodeName(@Nullable String nodeName) {
		this.nodeName = nodeName;
	}

	public Map<String, String> getMetadata() {
		return this.metadata;
	}

	public void setMetadata(Map<String, String> metadata) {
		this.metadata = metadata;
	}

	public Map<String, TopologyProperties> getTopologies() {
		return this.topologies;
	}

	public void setTopologies(Map<String, TopologyProperties> topologies) {
		this.topologies = topologies;
	}

	public TransportProperties getTransport() {
		return this.transport;
	}

	public PubSubProperties getPubsub() {
		return this.pubsub;
	}

	public PresenceProperties getPresence() {
		return this.presence;
	}

	public ReadyProperties getReady() {
		return this.ready;
	}

}
