package dev.muster.transport;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the transport. Immutable: each {@code with} method returns another object.
 *
 * @param bindAddress a literal address to bind
 * @param bindPort first port to try; 0 for any free one
 * @param portRange how many further ports are tried when that one is taken
 * @param externalAddress the address that peers reach us at, if it is another one (NAT)
 * @param externalPort the port that peers reach us at, or 0 if it is the bound one
 * @param failureDetectionTimeout how long a member may be silent before it is suspected
 * @param failureDetectionInterval how often each member is told that we live
 * @param verifyTimeout how long a suspected member has to prove that it lives
 * @param joinTimeout how long a candidate may be silent, when starting, before it counts
 * as absent; one that refuses the connection counts as absent at once
 * @param seedTimeout how long a node that its topologies do not list waits for one that
 * they do, before it founds a cluster by itself; also how long it waits for a topology
 * that cannot answer
 * @param mergeInterval how often a separated part is looked for, at the longest
 * @param leaveTimeout how long a stopping node waits for the others to hear its goodbye
 * @param maxFrameSize limit of a frame, in bytes
 * @param links bounds and timeouts of connections
 * @param search how peers are looked for
 * @param security how connections are protected
 * @param udp how data is multicast, or {@code null} if there is a connection between each
 * two members
 */
public record TransportSettings(String bindAddress, int bindPort, int portRange, @Nullable String externalAddress,
		int externalPort, Duration failureDetectionTimeout, Duration failureDetectionInterval, Duration verifyTimeout,
		Duration joinTimeout, Duration seedTimeout, Duration mergeInterval, Duration leaveTimeout, int maxFrameSize,
		LinkOptions links, SearchOptions search, TransportSecurity security, @Nullable UdpSettings udp) {

	/**
	 * The port to bind if nothing else is said.
	 */
	public static final int DEFAULT_PORT = 7800;

	public TransportSettings {
		require(bindPort >= 0 && bindPort <= 65535, "bind-port", "0 to 65535 are possible");
		require(portRange >= 0 && bindPort + portRange <= 65535, "port-range",
				"it must not be negative nor lead above port 65535");
		require(externalPort >= 0 && externalPort <= 65535, "external-port", "0 to 65535 are possible");
		positive(failureDetectionTimeout, "failure-detection.timeout");
		positive(failureDetectionInterval, "failure-detection.interval");
		require(failureDetectionTimeout.compareTo(failureDetectionInterval.multipliedBy(2)) >= 0,
				"failure-detection.timeout", "at least twice failure-detection.interval is needed");
		positive(verifyTimeout, "failure-detection.verify-timeout");
		positive(joinTimeout, "join-timeout");
		positive(seedTimeout, "seed-timeout");
		positive(mergeInterval, "merge-interval");
		positive(leaveTimeout, "leave-timeout");
		require(maxFrameSize >= 1024, "max-frame-size", "at least 1KB is needed");
		require(udp == null || !security.isEncrypted(), "protocol",
				"'udp' can neither be encrypted nor authenticated: only 'tcp' can, with an SSL bundle or a shared secret");
	}

	/**
	 * Return the defaults: loopback, port 7800 or the next free one of ten.
	 * @return the settings
	 */
	public static TransportSettings defaults() {
		return new TransportSettings("127.0.0.1", DEFAULT_PORT, 10, null, 0, Duration.ofSeconds(6),
				Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(10),
				Duration.ofSeconds(5), Duration.ofSeconds(1), 2 * 1024 * 1024, LinkOptions.defaults(),
				SearchOptions.defaults(), TransportSecurity.NONE, null);
	}

	/**
	 * Bind elsewhere.
	 * @param address a literal address to bind
	 * @param port first port to try; 0 for any free one
	 * @param range how many further ports are tried when that one is taken
	 * @return the settings
	 */
	public TransportSettings withBind(String address, int port, int range) {
		return new TransportSettings(address, port, range, this.externalAddress, this.externalPort,
				this.failureDetectionTimeout, this.failureDetectionInterval, this.verifyTimeout, this.joinTimeout,
				this.seedTimeout, this.mergeInterval, this.leaveTimeout, this.maxFrameSize, this.links, this.search,
				this.security, this.udp);
	}

	/**
	 * Say where peers reach us.
	 * @param address the address that peers reach us at, or {@code null} if it is the
	 * bound one
	 * @param port the port that peers reach us at, or 0 if it is the bound one
	 * @return the settings
	 */
	public TransportSettings withExternal(@Nullable String address, int port) {
		return new TransportSettings(this.bindAddress, this.bindPort, this.portRange, address, port,
				this.failureDetectionTimeout, this.failureDetectionInterval, this.verifyTimeout, this.joinTimeout,
				this.seedTimeout, this.mergeInterval, this.leaveTimeout, this.maxFrameSize, this.links, this.search,
				this.security, this.udp);
	}

	/**
	 * Detect failures faster or slower.
	 * @param timeout how long a member may be silent before it is suspected
	 * @param interval how often each member is told that we live
	 * @param verify how long a suspected member has to prove that it lives
	 * @return the settings
	 */
	public TransportSettings withFailureDetection(Duration timeout, Duration interval, Duration verify) {
		return new TransportSettings(this.bindAddress, this.bindPort, this.portRange, this.externalAddress,
				this.externalPort, timeout, interval, verify, this.joinTimeout, this.seedTimeout, this.mergeInterval,
				this.leaveTimeout, this.maxFrameSize, this.links, this.search, this.security, this.udp);
	}

	/**
	 * Change how clusters form.
	 * @param join how long a candidate may be silent, when starting
	 * @param seed how long a node that its topologies do not list waits
	 * @param merge how often a separated part is looked for, at the longest
	 * @param leave how long a stopping node waits for the others to hear its goodbye
	 * @return the settings
	 */
	public TransportSettings withFormation(Duration join, Duration seed, Duration merge, Duration leave) {
		return new TransportSettings(this.bindAddress, this.bindPort, this.portRange, this.externalAddress,
				this.externalPort, this.failureDetectionTimeout, this.failureDetectionInterval, this.verifyTimeout,
				join, seed, merge, leave, this.maxFrameSize, this.links, this.search, this.security, this.udp);
	}

	/**
	 * Bound frames.
	 * @param size limit of a frame, in bytes
	 * @return the settings
	 */
	public TransportSettings withMaxFrameSize(int size) {
		return new TransportSettings(this.bindAddress, this.bindPort, this.portRange, this.externalAddress,
				this.externalPort, this.failureDetectionTimeout, this.failureDetectionInterval, this.verifyTimeout,
				this.joinTimeout, this.seedTimeout, this.mergeInterval, this.leaveTimeout, size, this.links,
				this.search, this.security, this.udp);
	}

	/**
	 * Bound connections otherwise.
	 * @param options bounds and timeouts
	 * @return the settings
	 */
	public TransportSettings withLinks(LinkOptions options) {
		return new TransportSettings(this.bindAddress, this.bindPort, this.portRange, this.externalAddress,
				this.externalPort, this.failureDetectionTimeout, this.failureDetectionInterval, this.verifyTimeout,
				this.joinTimeout, this.seedTimeout, this.mergeInterval, this.leaveTimeout, this.maxFrameSize, options,
				this.search, this.security, this.udp);
	}

	/**
	 * Look for peers otherwise.
	 * @param options how
	 * @return the settings
	 */
	public TransportSettings withSearch(SearchOptions options) {
		return new TransportSettings(this.bindAddress, this.bindPort, this.portRange, this.externalAddress,
				this.externalPort, this.failureDetectionTimeout, this.failureDetectionInterval, this.verifyTimeout,
				this.joinTimeout, this.seedTimeout, this.mergeInterval, this.leaveTimeout, this.maxFrameSize,
				this.links, options, this.security, this.udp);
	}

	/**
	 * Protect connections.
	 * @param protection how
	 * @return the settings
	 */
	public TransportSettings withSecurity(TransportSecurity protection) {
		return new TransportSettings(this.bindAddress, this.bindPort, this.portRange, this.externalAddress,
				this.externalPort, this.failureDetectionTimeout, this.failureDetectionInterval, this.verifyTimeout,
				this.joinTimeout, this.seedTimeout, this.mergeInterval, this.leaveTimeout, this.maxFrameSize,
				this.links, this.search, protection, this.udp);
	}

	/**
	 * Multicast data instead of connecting to each member.
	 * @param multicast how, or {@code null} to connect
	 * @return the settings
	 */
	public TransportSettings withUdp(@Nullable UdpSettings multicast) {
		return new TransportSettings(this.bindAddress, this.bindPort, this.portRange, this.externalAddress,
				this.externalPort, this.failureDetectionTimeout, this.failureDetectionInterval, this.verifyTimeout,
				this.joinTimeout, this.seedTimeout, this.mergeInterval, this.leaveTimeout, this.maxFrameSize,
				this.links, this.search, this.security, multicast);
	}

	private static void positive(Duration duration, String name) {
		require(duration.compareTo(Duration.ZERO) > 0, name, "a positive duration is needed");
	}

	private static void require(boolean condition, String name, String remedy) {
		if (!condition) {
			throw new InvalidTransportSettingException(name, remedy);
		}
	}

}
