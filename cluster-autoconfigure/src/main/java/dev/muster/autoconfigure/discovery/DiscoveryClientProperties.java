package dev.muster.autoconfigure.discovery;

import org.jspecify.annotations.Nullable;

/**
 * Properties of the strategy 'discovery-client'.
 */
public class DiscoveryClientProperties {

	/**
	 * Name of the metadata of a service instance that holds a node's port, by default.
	 * Consul allows letters, digits, '-' and '_' in such names, and no dots.
	 */
	public static final String DEFAULT_PORT_METADATA_KEY = "muster-port";

	/**
	 * Service whose instances are peers. By default the name of the application.
	 */
	private @Nullable String serviceId;

	/**
	 * Name of the metadata of an instance that holds its node's port. Instances without
	 * it are taken to use the port that this node does.
	 */
	private String portMetadataKey = DEFAULT_PORT_METADATA_KEY;

	public @Nullable String getServiceId() {
		return this.serviceId;
	}

	public void setServiceId(@Nullable String serviceId) {
		this.serviceId = serviceId;
	}

	public String getPortMetadataKey() {
		return this.portMetadataKey;
	}

	public void setPortMetadataKey(String portMetadataKey) {
		this.portMetadataKey = portMetadataKey;
	}

}
