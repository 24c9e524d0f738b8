package dev.muster.autoconfigure.transport;

import java.time.Duration;

import dev.muster.transport.TransportSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties below {@code muster.transport}.
 */
public class TransportProperties {

	private static final TransportSettings DEFAULTS = TransportSettings.defaults();

	/**
	 * Protocol that carries the data.
	 */
	private Protocol protocol = Protocol.TCP;

	/**
	 * Address to bind: an address, a host name, the name of a network interface,
	 * 'site-local', or 'match:' and a pattern such as '10.1.*'. By default the loopback
	 * address, unless a topology reaches further than this machine: then the first
	 * site-local address.
	 */
	private @Nullable String bindAddress;

	/**
	 * First port to try; 0 for any free one.
	 */
	private int bindPort = TransportSettings.DEFAULT_PORT;

	/**
	 * Number of further ports that are tried upwards when the first is taken. By default
	 * 10 if all topologies are of the strategy 'local', else 0: the others look for a
	 * node at the port that they know.
	 */
	private @Nullable Integer portRange;

	/**
	 * Address at which peers reach this node, if it is not the bound one (NAT).
	 */
	private @Nullable String externalAddress;

	/**
	 * Port at which peers reach this node, if it is not the bound one; 0 if it is.
	 */
	private int externalPort;

	/**
	 * Secret that all nodes of the cluster know: they prove it to one another and encrypt
	 * what they send. At least 16 bytes, random.
	 */
	private @Nullable String sharedSecret;

	/**
	 * Whether to refuse to start when connections are not encrypted, by 'shared-secret'
	 * or 'ssl.bundle'.
	 */
	private boolean requireEncryption;

	/**
	 * How long a candidate may be silent, when starting, before it counts as absent.
	 */
	private Duration joinTimeout = DEFAULTS.joinTimeout();

	/**
	 * How long a node that its topologies do not list waits for one that they do, before
	 * it founds a cluster by itself; also how long it waits for a topology that cannot
	 * answer.
	 */
	private Duration seedTimeout = DEFAULTS.seedTimeout();

	/**
	 * How often a separated part of the cluster is looked for, at the longest.
	 */
	private Duration mergeInterval = DEFAULTS.mergeInterval();

	/**
	 * How long a stopping node waits for the others to hear its goodbye.
	 */
	private Duration leaveTimeout = DEFAULTS.leaveTimeout();

	private final FailureDetection failureDetection = new FailureDetection();

	private final Ssl ssl = new Ssl();

	@NestedConfigurationProperty
	private final LinkProperties links = new LinkProperties();

	@NestedConfigurationProperty
	private final UdpProperties udp = new UdpProperties();

	@NestedConfigurationProperty
	private final SearchProperties search = new SearchProperties();

	public Protocol getProtocol() {
		return this.protocol;
	}

	public void setProtocol(Protocol protocol) {
		this.protocol = protocol;
	}

	public @Nullable String getBindAddress() {
		return this.bindAddress;
	}

	public void setBindAddress(@Nullable String bindAddress) {
		this.bindAddress = bindAddress;
	}

	public int getBindPort() {
		return this.bindPort;
	}

	public void setBindPort(int bindPort) {
		this.bindPort = bindPort;
	}

	public @Nullable Integer getPortRange() {
		return this.portRange;
	}

	public void setPortRange(@Nullable Integer portRange) {
		this.portRange = portRange;
	}

	public @Nullable String getExternalAddress() {
		return this.externalAddress;
	}

	public void setExternalAddress(@Nullable String externalAddress) {
		this.externalAddress = externalAddress;
	}

	public int getExternalPort() {
		return this.externalPort;
	}

	public void setExternalPort(int externalPort) {
		this.externalPort = externalPort;
	}

	public @Nullable String getSharedSecret() {
		return this.sharedSecret;
	}

	public void setSharedSecret(@Nullable String sharedSecret) {
		this.sharedSecret = sharedSecret;
	}

	public boolean isRequireEncryption() {
		return this.requireEncryption;
	}

	public void setRequireEncryption(boolean requireEncryption) {
		this.requireEncryption = requireEncryption;
	}

	public Duration getJoinTimeout() {
		return this.joinTimeout;
	}

	public void setJoinTimeout(Duration joinTimeout) {
		this.joinTimeout = joinTimeout;
	}

	public Duration getSeedTimeout() {
		return this.seedTimeout;
	}

	public void setSeedTimeout(Duration seedTimeout) {
		this.seedTimeout = seedTimeout;
	}

	public Duration getMergeInterval() {
		return this.mergeInterval;
	}

	public void setMergeInterval(Duration mergeInterval) {
		this.mergeInterval = mergeInterval;
	}

	public Duration getLeaveTimeout() {
		return this.leaveTimeout;
	}

	public void setLeaveTimeout(Duration leaveTimeout) {
		this.leaveTimeout = leaveTimeout;
	}

	public FailureDetection getFailureDetection() {
		return this.failureDetection;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public LinkProperties getLinks() {
		return this.links;
	}

	public UdpProperties getUdp() {
		return this.udp;
	}

	public SearchProperties getSearch() {
		return this.search;
	}

	/**
	 * Which protocol carries the data.
	 */
	public enum Protocol {

		/** A connection between each two members. */
		TCP,

		/** Multicast, without encryption or authentication. */
		UDP

	}

	/**
	 * Properties below {@code muster.transport.failure-detection}.
	 */
	public static class FailureDetection {

		/**
		 * How long a member may be silent before it is suspected.
		 */
		private Duration timeout = DEFAULTS.failureDetectionTimeout();

		/**
		 * How often each member is told that this one lives.
		 */
		private Duration interval = DEFAULTS.failureDetectionInterval();

		/**
		 * How long a suspected member has to prove that it lives.
		 */
		private Duration verifyTimeout = DEFAULTS.verifyTimeout();

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

		public Duration getInterval() {
			return this.interval;
		}

		public void setInterval(Duration interval) {
			this.interval = interval;
		}

		public Duration getVerifyTimeout() {
			return this.verifyTimeout;
		}

		public void setVerifyTimeout(Duration verifyTimeout) {
			this.verifyTimeout = verifyTimeout;
		}

	}

	/**
	 * Properties below {@code muster.transport.ssl}.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle with this node's key and certificate, and with those
		 * that it trusts: connections use TLS 1.3, and both sides show a certificate.
		 */
		private @Nullable String bundle;

		/**
		 * Whether the certificate of a node has to name the address at which it is
		 * reached. By default any that the bundle's trust store accepts will do.
		 */
		private boolean verifyHost;

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
