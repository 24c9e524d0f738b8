package dev.muster.discovery.multicast;

import java.net.InetAddress;
import java.time.Duration;

import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the strategy {@code multicast}. Immutable: each {@code with} method returns
 * another object.
 *
 * @param group a literal multicast address, IPv4 or IPv6
 * @param port UDP port; all nodes on a machine share it
 * @param ttl how many routers a datagram may pass and reach one more network: 1 for this
 * network only, 0 for this machine only
 * @param networkInterface name or literal address of the network interface, or
 * {@code null} for that of the address at which the node listens
 * @param secret if set, datagrams are encrypted and authenticated with it, and others are
 * refused. Take a long and random one. The clocks of the nodes may then differ by up to a
 * minute
 * @param announceInterval how often a node makes itself known
 * @param queryWait how long a node that starts waits for those that are there
 */
public record MulticastSettings(String group, int port, int ttl, @Nullable String networkInterface,
		@Nullable String secret, Duration announceInterval, Duration queryWait) {

	/**
	 * Default of {@link #group()}.
	 */
	public static final String DEFAULT_GROUP = "230.1.1.251";

	/**
	 * Default of {@link #port()}.
	 */
	public static final int DEFAULT_PORT = 45892;

	public MulticastSettings {
		InetAddress address = group.isBlank() ? null : new PeerAddress(group, 1).literal();
		require(address != null && address.isMulticastAddress(), "multicast.group",
				"'" + group + "' is no multicast address: take one of 224.0.0.0 to 239.255.255.255 or of ff00::/8");
		require(port >= 1 && port <= 65535, "multicast.port", port + " is not between 1 and 65535");
		require(ttl >= 0 && ttl <= 255, "multicast.ttl", ttl + " is not between 0 and 255");
		require(networkInterface == null || !networkInterface.isBlank(), "multicast.interface",
				"it is blank: give a name or an address, or leave it out");
		require(secret == null || !secret.isBlank(), "multicast.secret", "it is blank: set one, or leave it out");
		require(announceInterval.compareTo(Duration.ofMillis(100)) >= 0
				&& announceInterval.compareTo(Duration.ofHours(1)) <= 0, "multicast.announce-interval",
				announceInterval + " is not between 100ms and 1h");
		require(!queryWait.isNegative() && queryWait.compareTo(Duration.ofMinutes(1)) <= 0, "multicast.query-wait",
				queryWait + " is not between 0 and 1m");
	}

	/**
	 * Return the defaults.
	 * @return the settings
	 */
	public static MulticastSettings defaults() {
		return new MulticastSettings(DEFAULT_GROUP, DEFAULT_PORT, 1, null, null, Duration.ofSeconds(5),
				Duration.ofMillis(300));
	}

	/**
	 * Meet elsewhere.
	 * @param group a literal multicast address
	 * @param port UDP port
	 * @return the settings
	 */
	public MulticastSettings withGroup(String group, int port) {
		return new MulticastSettings(group, port, this.ttl, this.networkInterface, this.secret, this.announceInterval,
				this.queryWait);
	}

	/**
	 * Reach further.
	 * @param ttl how many networks a datagram may reach
	 * @return the settings
	 */
	public MulticastSettings withTtl(int ttl) {
		return new MulticastSettings(this.group, this.port, ttl, this.networkInterface, this.secret,
				this.announceInterval, this.queryWait);
	}

	/**
	 * Choose a network interface.
	 * @param networkInterface its name or address, or {@code null} for the default
	 * @return the settings
	 */
	public MulticastSettings withNetworkInterface(@Nullable String networkInterface) {
		return new MulticastSettings(this.group, this.port, this.ttl, networkInterface, this.secret,
				this.announceInterval, this.queryWait);
	}

	/**
	 * Encrypt and authenticate.
	 * @param secret the secret of all nodes, or {@code null} for none
	 * @return the settings
	 */
	public MulticastSettings withSecret(@Nullable String secret) {
		return new MulticastSettings(this.group, this.port, this.ttl, this.networkInterface, secret,
				this.announceInterval, this.queryWait);
	}

	/**
	 * Change the timing.
	 * @param announceInterval how often a node makes itself known
	 * @param queryWait how long a node that starts waits for those that are there
	 * @return the settings
	 */
	public MulticastSettings withTiming(Duration announceInterval, Duration queryWait) {
		return new MulticastSettings(this.group, this.port, this.ttl, this.networkInterface, this.secret,
				announceInterval, queryWait);
	}

	private static void require(boolean condition, String property, String problem) {
		if (!condition) {
			throw new IllegalArgumentException(property + ": " + problem);
		}
	}

	@Override
	public String toString() {
		return "MulticastSettings[group=" + this.group + ", port=" + this.port + ", ttl=" + this.ttl
				+ ", networkInterface=" + this.networkInterface + ", secret=" + ((this.secret != null) ? "***" : null)
				+ ", announceInterval=" + this.announceInterval + ", queryWait=" + this.queryWait + "]";
	}

}
