package dev.muster.autoconfigure.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.muster.discovery.dns.DnsSettings;
import dev.muster.discovery.dns.KubernetesService;
import org.jspecify.annotations.Nullable;

/**
 * Properties of the strategy 'kubernetes-dns'.
 */
public class KubernetesDnsProperties {

	/**
	 * Name of the headless service.
	 */
	private String service = "";

	/**
	 * Namespace of the service. By default that of this pod.
	 */
	private @Nullable String namespace;

	/**
	 * Domain of the Kubernetes cluster.
	 */
	private String clusterDomain = KubernetesService.DEFAULT_CLUSTER_DOMAIN;

	/**
	 * Name of the service's port, to look up SRV records, which tell the port. By default
	 * addresses are looked up.
	 */
	private @Nullable String portName;

	/**
	 * TCP port of peers, where records tell none. By default that to which this node
	 * binds.
	 */
	private @Nullable Integer port;

	/**
	 * Comma-separated list of name servers, as addresses with or without a port. By
	 * default those of the system.
	 */
	private List<String> server = new ArrayList<>();

	/**
	 * How long a whole lookup may take.
	 */
	private Duration timeout = DnsSettings.DEFAULT_TIMEOUT;

	/**
	 * How many pods are used.
	 */
	private int maxRecords = DnsSettings.DEFAULT_MAX_RECORDS;

	public String getService() {
		return this.service;
	}

	public void setService(String service) {
		this.service = service;
	}

	public @Nullable String getNamespace() {
		return this.namespace;
	}

	public void setNamespace(@Nullable String namespace) {
		this.namespace = namespace;
	}

	public String getClusterDomain() {
		return this.clusterDomain;
	}

	public void setClusterDomain(String clusterDomain) {
		this.clusterDomain = clusterDomain;
	}

	public @Nullable String getPortName() {
		return this.portName;
	}

	public void setPortName(@Nullable String portName) {
		this.portName = portName;
	}

	public @Nullable Integer getPort() {
		return this.port;
	}

	public void setPort(@Nullable Integer port) {
		this.port = port;
	}

	public List<String> getServer() {
		return this.server;
	}

	public void setServer(List<String> server) {
		this.server = server;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public int getMaxRecords() {
		return this.maxRecords;
	}

	public void setMaxRecords(int maxRecords) {
		this.maxRecords = maxRecords;
	}

}
