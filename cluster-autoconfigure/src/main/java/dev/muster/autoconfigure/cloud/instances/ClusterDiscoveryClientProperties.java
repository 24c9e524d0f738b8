package dev.muster.autoconfigure.cloud.instances;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.Ordered;

/**
 * Properties of the members as instances of a service.
 */
@ConfigurationProperties("muster.discovery-client")
public class ClusterDiscoveryClientProperties {

	/**
	 * Whether Spring Cloud finds the members as instances of a service.
	 */
	private boolean enabled = true;

	/**
	 * Name of that service. By default the name of the cluster.
	 */
	private @Nullable String serviceId;

	/**
	 * Order among Spring Cloud's discovery clients, of which the first that knows a
	 * service answers. By default the last.
	 */
	private int order = Ordered.LOWEST_PRECEDENCE;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getServiceId() {
		return this.serviceId;
	}

	public void setServiceId(@Nullable String serviceId) {
		this.serviceId = serviceId;
	}

	public int getOrder() {
		return this.order;
	}

	public void setOrder(int order) {
		this.order = order;
	}

}
