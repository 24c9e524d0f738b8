package dev.muster.autoconfigure.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.muster.discovery.consul.ConsulSettings;
import org.jspecify.annotations.Nullable;

/**
 * Properties of the strategy 'consul'.
 */
public class ConsulProperties {

	/**
	 * Name or address of the Consul agent.
	 */
	private String host = ConsulSettings.DEFAULT_HOST;

	/**
	 * Port of the agent for HTTP, or for HTTPS if there is an SSL bundle.
	 */
	private int port = ConsulSettings.DEFAULT_PORT;

	/**
	 * Service that the nodes are instances of. By default one of the cluster's name. Must
	 * not be the name of another service, such as that of the application's HTTP port.
	 */
	private @Nullable String serviceName;

	/**
	 * ACL token with service:write, service:read and node:read.
	 */
	private @Nullable String token;

	/**
	 * Datacenter in which to look for peers. By default the agent's.
	 */
	private @Nullable String datacenter;

	/**
	 * Comma-separated list of tags that this node is registered with.
	 */
	private List<String> tags = new ArrayList<>();

	/**
	 * Time without a sign of life after which a node is not listed any more.
	 */
	private Duration ttl = ConsulSettings.DEFAULT_TTL;

	/**
	 * Time after that until the node's registration is removed. At least a minute.
	 */
	private Duration deregisterAfter = ConsulSettings.DEFAULT_DEREGISTER_AFTER;

	private final Ssl ssl = new Ssl();

	public String getHost() {
		return this.host;
	}

	public void setHost(String host) {
		this.host = host;
	}

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public @Nullable String getServiceName() {
		return this.serviceName;
	}

	public void setServiceName(@Nullable String serviceName) {
		this.serviceName = serviceName;
	}

	public @Nullable String getToken() {
		return this.token;
	}

	public void setToken(@Nullable String token) {
		this.token = token;
	}

	public @Nullable String getDatacenter() {
		return this.datacenter;
	}

	public void setDatacenter(@Nullable String datacenter) {
		this.datacenter = datacenter;
	}

	public List<String> getTags() {
		return this.tags;
	}

	public void setTags(List<String> tags) {
		this.tags = tags;
	}

	public Duration getTtl() {
		return this.ttl;
	}

	public void setTtl(Duration ttl) {
		this.ttl = ttl;
	}

	public Duration getDeregisterAfter() {
		return this.deregisterAfter;
	}

	public void setDeregisterAfter(Duration deregisterAfter) {
		this.deregisterAfter = deregisterAfter;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	/**
	 * HTTPS with the agent.
	 */
	public static class Ssl {

		/**
		 * SSL bundle with what the agent's certificate is trusted by, and this node's own
		 * if the agent wants one. HTTPS is spoken if set.
		 */
		private @Nullable String bundle;

		/**
		 * Whether the agent's certificate has to name the host at which it is reached.
		 */
		private boolean verifyHost = true;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

		public boolean isVerifyHost() {
			return this.verifyHost;
		}

		public void setVerifyHost(boolean verifyHost) {
			this.verifyHost = verifyHost;
		}

	}

}
