package dev.muster.discovery.consul;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the strategy {@code consul}. Immutable: each {@code with} method returns
 * another object.
 *
 * @param host name or literal address of the agent, IPv6 without brackets
 * @param port the agent's port for HTTP, or for HTTPS if there is {@code tls}
 * @param serviceName the service that the nodes are instances of, or {@code null} for one
 * of the cluster's name. If something else is registered by that name, such as the
 * application's HTTP port, take another one
 * @param token ACL token; sent as a header, never as a part of the address
 * @param datacenter where to look for peers, or {@code null} for the agent's own
 * datacenter; a node is registered in its agent's always
 * @param tags what this node is registered with; peers need not have the same
 * @param ttl after how long without a sign of life a node is not listed any more; it
 * gives one each third of that
 * @param deregisterAfter how long after that its registration is removed. Consul takes a
 * minute at the least, and looks each half minute
 * @param tls how to speak HTTPS, or {@code null} for HTTP
 */
public record ConsulSettings(String host, int port, @Nullable String serviceName, @Nullable String token,
		@Nullable String datacenter, List<String> tags, Duration ttl, Duration deregisterAfter,
		@Nullable ConsulTls tls) {

	/**
	 * Default of {@link #host()}.
	 */
	public static final String DEFAULT_HOST = "localhost";

	/**
	 * Default of {@link #port()}.
	 */
	public static final int DEFAULT_PORT = 8500;

	/**
	 * Default of {@link #ttl()}.
	 */
	public static final Duration DEFAULT_TTL = Duration.ofSeconds(15);

	/**
	 * Default of {@link #deregisterAfter()}.
	 */
	public static final Duration DEFAULT_DEREGISTER_AFTER = Duration.ofMinutes(1);

	private static final Duration MIN_TTL = Duration.ofSeconds(1);

	private static final Duration MAX_TTL = Duration.ofHours(1);

	private static final Duration MAX_DEREGISTER_AFTER = Duration.ofDays(30);

	private static final int MAX_TAGS = 64;

	public ConsulSettings {
		tags = List.copyOf(tags);
		require(!host.isBlank(), "consul.host", "it is blank: give the agent's name or address, or leave it out");
		require(host.indexOf('/') < 0 && host.indexOf('@') < 0 && host.indexOf('[') < 0 && isPrintable(host),
				"consul.host", "'" + host + "' is neither a name nor an address: give only that here,"
						+ " the port by consul.port and HTTPS by consul.ssl.bundle");
		require(port >= 1 && port <= 65535, "consul.port", port + " is not between 1 and 65535");
		require(serviceName == null || isText(serviceName), "consul.service-name",
				"it is blank, too long or has line breaks: give a name, or leave it out to take the cluster's");
		// Only a header's own characters: else it could carry more headers
		require(token == null || isPrintable(token) && !token.isBlank(), "consul.token",
				"it is blank or has characters that no token has: set one, or leave it out");
		require(datacenter == null || isText(datacenter), "consul.datacenter",
				"it is blank, too long or has line breaks: give a name, or leave it out to take the agent's");
		require(tags.size() <= MAX_TAGS && tags.stream().allMatch(ConsulSettings::isText), "consul.tags",
				"there are more than " + MAX_TAGS + ", or one is blank, too long or has line breaks");
		require(ttl.compareTo(MIN_TTL) >= 0 && ttl.compareTo(MAX_TTL) <= 0, "consul.ttl",
				ttl + " is not between 1s and 1h");
		require(deregisterAfter.compareTo(DEFAULT_DEREGISTER_AFTER) >= 0
				&& deregisterAfter.compareTo(MAX_DEREGISTER_AFTER) <= 0, "consul.deregister-after",
				deregisterAfter + " is not between 1m, the least that Consul takes, and 30d");
	}

	/**
	 * Return the defaults: an agent on this machine.
	 * @return the settings
	 */
	public static ConsulSettings defaults() {
		return new ConsulSettings(DEFAULT_HOST, DEFAULT_PORT, null, null, null, List.of(), DEFAULT_TTL,
				DEFAULT_DEREGISTER_AFTER, null);
	}

	/**
	 * Choose the agent.
	 * @param host its name or literal address
	 * @param port its port for HTTP or HTTPS
	 * @return the settings
	 */
	public ConsulSettings withAgent(String host, int port) {
		return new ConsulSettings(host, port, this.serviceName, this.token, this.datacenter, this.tags, this.ttl,
				this.deregisterAfter, this.tls);
	}

	/**
	 * Choose the service.
	 * @param serviceName its name, or {@code null} for the cluster's
	 * @return the settings
	 */
	public ConsulSettings withServiceName(@Nullable String serviceName) {
		return new ConsulSettings(this.host, this.port, serviceName, this.token, this.datacenter, this.tags, this.ttl,
				this.deregisterAfter, this.tls);
	}

	/**
	 * Show a token.
	 * @param token the ACL token, or {@code null} for none
	 * @return the settings
	 */
	public ConsulSettings withToken(@Nullable String token) {
		return new ConsulSettings(this.host, this.port, this.serviceName, token, this.datacenter, this.tags, this.ttl,
				this.deregisterAfter, this.tls);
	}

	/**
	 * Look for peers elsewhere.
	 * @param datacenter where, or {@code null} for the agent's datacenter
	 * @return the settings
	 */
	public ConsulSettings withDatacenter(@Nullable String datacenter) {
		return new ConsulSettings(this.host, this.port, this.serviceName, this.token, datacenter, this.tags, this.ttl,
				this.deregisterAfter, this.tls);
	}

	/**
	 * Register with tags.
	 * @param tags the tags
	 * @return the settings
	 */
	public ConsulSettings withTags(List<String> tags) {
		return new ConsulSettings(this.host, this.port, this.serviceName, this.token, this.datacenter, tags, this.ttl,
				this.deregisterAfter, this.tls);
	}

	/**
	 * Change how long a node that gives no sign of life is known.
	 * @param ttl for how long it is listed
	 * @param deregisterAfter for how long after that it stays registered
	 * @return the settings
	 */
	public ConsulSettings withTiming(Duration ttl, Duration deregisterAfter) {
		return new ConsulSettings(this.host, this.port, this.serviceName, this.token, this.datacenter, this.tags, ttl,
				deregisterAfter, this.tls);
	}

	/**
	 * Speak HTTPS.
	 * @param tls how, or {@code null} for HTTP
	 * @return the settings
	 */
	public ConsulSettings withTls(@Nullable ConsulTls tls) {
		return new ConsulSettings(this.host, this.port, this.serviceName, this.token, this.datacenter, this.tags,
				this.ttl, this.deregisterAfter, tls);
	}

	/** Where the agent is, as people write it. */
	String url() {
		return ((this.tls != null) ? "https://" : "http://")
				+ ((this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host);
	}

	private static boolean isText(String text) {
		return !text.isBlank() && text.length() <= 255 && text.chars().noneMatch(Character::isISOControl);
	}

	private static boolean isPrintable(String text) {
		return text.length() <= 4096 && text.chars().allMatch((c) -> c > ' ' && c < 127);
	}

	private static void require(boolean condition, String property, String problem) {
		if (!condition) {
			throw new IllegalArgumentException(property + ": " + problem);
		}
	}

	@Override
	public String toString() {
		return "ConsulSettings[host=" + this.host + ", port=" + this.port + ", serviceName=" + this.serviceName
				+ ", token=" + ((this.token != null) ? "***" : null) + ", datacenter=" + this.datacenter + ", tags="
				+ this.tags + ", ttl=" + this.ttl + ", deregisterAfter=" + this.deregisterAfter + ", tls="
				+ (this.tls != null) + "]";
	}

}
