package dev.muster.autoconfigure.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.muster.discovery.Topology;
import dev.muster.discovery.multicast.MulticastSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties below {@code muster.topologies.<name>}.
 */
public class TopologyProperties {

	/**
	 * How peers are found: local, static, multicast, dns, kubernetes-dns, consul,
	 * discovery-client, kubernetes-api, or the name of a DiscoveryStrategy bean.
	 */
	private @Nullable String strategy;

	/**
	 * How often the strategy is asked.
	 */
	private Duration pollInterval = Topology.DEFAULT_POLL_INTERVAL;

	private final Static fixed = new Static();

	private final Multicast multicast = new Multicast();

	private final DiscoveryClientProperties discoveryClient = new DiscoveryClientProperties();

	private final DnsProperties dns = new DnsProperties();

	private final KubernetesDnsProperties kubernetesDns = new KubernetesDnsProperties();

	private final KubernetesApiProperties kubernetesApi = new KubernetesApiProperties();

	@NestedConfigurationProperty
	private final ConsulProperties consul = new ConsulProperties();

	public @Nullable String getStrategy() {
		return this.strategy;
	}

	public void setStrategy(@Nullable String strategy) {
		this.strategy = strategy;
	}

	public Duration getPollInterval() {
		return this.pollInterval;
	}

	public void setPollInterval(Duration pollInterval) {
		this.pollInterval = pollInterval;
	}

	public Static getStatic() {
		return this.fixed;
	}

	public Multicast getMulticast() {
		return this.multicast;
	}

	public DiscoveryClientProperties getDiscoveryClient() {
		return this.discoveryClient;
	}

	public DnsProperties getDns() {
		return this.dns;
	}

	public KubernetesDnsProperties getKubernetesDns() {
		return this.kubernetesDns;
	}

	public KubernetesApiProperties getKubernetesApi() {
		return this.kubernetesApi;
	}

	public ConsulProperties getConsul() {
		return this.consul;
	}

	/**
	 * Properties of the strategy 'static'.
	 */
	public static class Static {

		/**
		 * Comma-separated list of addresses, each a host with or without a port.
		 */
		private List<String> addresses = new ArrayList<>();

		public List<String> getAddresses() {
			return this.addresses;
		}

		public void setAddresses(List<String> addresses) {
			this.addresses = addresses;
		}

	}

	/**
	 * Properties of the strategy 'multicast'.
	 */
	public static class Multicast {

		/**
		 * Multicast group, an IPv4 or IPv6 address.
		 */
		private String group = MulticastSettings.DEFAULT_GROUP;

		/**
		 * UDP port of the group.
		 */
		private int port = MulticastSettings.DEFAULT_PORT;

		/**
		 * Number of routers that a beacon may pass, plus one.
		 */
		private int ttl = MulticastSettings.defaults().ttl();

		/**
		 * Name or address of the network interface to use. By default that of the bound
		 * address.
		 */
		private @Nullable String networkInterface;

		/**
		 * Secret that beacons are encrypted with. Must be the same on all members.
		 */
		private @Nullable String secret;

		public String getGroup() {
			return this.group;
		}

		public void setGroup(String group) {
			this.group = group;
		}

		public int getPort() {
			return this.port;
		}

		public void setPort(int port) {
			this.port = port;
		}

		public int getTtl() {
			return this.ttl;
		}

		public void setTtl(int ttl) {
			this.ttl = ttl;
		}

		public @Nullable String getInterface() {
			return this.networkInterface;
		}

		public void setInterface(@Nullable String networkInterface) {
			this.networkInterface = networkInterface;
		}

		public @Nullable String getSecret() {
			return this.secret;
		}

		public void setSecret(@Nullable String secret) {
			this.secret = secret;
		}

	}

}
