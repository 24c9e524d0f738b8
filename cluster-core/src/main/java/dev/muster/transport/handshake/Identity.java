package dev.muster.transport.handshake;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import dev.muster.transport.SharedSecret;
import org.jspecify.annotations.Nullable;

/**
 * What this node says of itself, and what it demands of the other. Immutable.
 *
 * @param clusterName name of the cluster, at most {@value #MAX_NAME} bytes of UTF-8. Only
 * a hash of it is sent
 * @param address where this node listens, as peers reach it: a resolved address of a
 * host, and a port
 * @param minVersion lowest version of the protocol that it speaks, 1 to 255
 * @param maxVersion highest version of the protocol that it speaks, up to 255
 * @param features its feature bits
 * @param secret what both must know, or {@code null}; with a secret, all that follows the
 * handshake is encrypted
 * @param encryptedBelow whether the connection below is TLS, and both must see it so.
 * Does not matter where there is a secret
 */
public record Identity(String clusterName, InetSocketAddress address, int minVersion, int maxVersion, long features,
		@Nullable SharedSecret secret, boolean encryptedBelow) {

	/** Longest name of a cluster, in bytes of UTF-8. */
	public static final int MAX_NAME = 255;

	private static final int MAX_VERSION = 255;

	public Identity {
		int length = clusterName.getBytes(StandardCharsets.UTF_8).length;
		require(length > 0 && length <= MAX_NAME, "a cluster name of 1 to " + MAX_NAME + " bytes", length);
		InetAddress host = address.getAddress();
		require(host != null && !host.isAnyLocalAddress() && !host.isMulticastAddress() && address.getPort() > 0,
				"an address and a port that peers can connect to", address);
		require(minVersion >= 1 && minVersion <= maxVersion && maxVersion <= MAX_VERSION,
				"a range of versions from 1 to " + MAX_VERSION, minVersion + " to " + maxVersion);
	}

	private static void require(boolean condition, String needed, Object given) {
		if (!condition) {
			throw new IllegalArgumentException("A handshake needs " + needed + ", not " + given);
		}
	}

}
