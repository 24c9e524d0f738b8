package dev.muster.autoconfigure.discovery;

import org.jspecify.annotations.Nullable;

/**
 * Properties of the strategy 'kubernetes-api'.
 */
public class KubernetesApiProperties {

	/**
	 * Service whose pods are peers.
	 */
	private @Nullable String service;

	/**
	 * Labels of the services whose pods are peers, such as 'app=shop,tier in (web)'. To
	 * be set instead of a service.
	 */
	private @Nullable String labelSelector;

	/**
	 * Namespace of the service. By default the pod's own.
	 */
	private @Nullable String namespace;

	/**
	 * Name of the service's port at which the nodes listen. By default all are taken to
	 * use the port that this node does.
	 */
	private @Nullable String portName;

	/**
	 * Whether pods that are not ready are peers. They have to be when their readiness
	 * depends on the cluster.
	 */
	private boolean includeNotReady = true;

	public @Nullable String getService() {
		return this.service;
	}

	public void setService(@Nullable String service) {
		this.service = service;
	}

	public @Nullable String getLabelSelector() {
		return this.labelSelector;
	}

	public void setLabelSelector(@Nullable String labelSelector) {
		this.labelSelector = labelSelector;
	}

	public @Nullable String getNamespace() {
		return this.namespace;
	}

	public void setNamespace(@Nullable String namespace) {
		this.namespace = namespace;
	}

	public @Nullable String getPortName() {
		return this.portName;
	}

	public void setPortName(@Nullable String portName) {
		this.portName = portName;
	}

	public boolean isIncludeNotReady() {
		return this.includeNotReady;
	}

	public void setIncludeNotReady(boolean includeNotReady) {
		this.includeNotReady = includeNotReady;
	}

}
