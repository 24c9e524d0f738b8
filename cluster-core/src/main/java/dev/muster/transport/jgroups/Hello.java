package dev.muster.transport.jgroups;

import dev.muster.transport.ProtocolVersions;

/**
 * How a node introduces itself.
 *
 * @param minVersion oldest version of our protocol that it speaks
 * @param maxVersion newest version of our protocol that it speaks
 * @param features what it can do beyond that, a bit each
 * @param clusterName name of its cluster
 * @param nodeName name of the node
 */
record Hello(int minVersion, int maxVersion, long features, String clusterName, String nodeName) {

	/** Oldest version of our protocol that this build speaks. */
	static final int MIN_VERSION = 1;

	/** Newest version of our protocol that this build speaks. */
	static final int MAX_VERSION = 1;

	/** What this build speaks. */
	static final ProtocolVersions VERSIONS = new ProtocolVersions(MIN_VERSION, MAX_VERSION);

	/** What this build can do beyond its version: nothing yet. */
	static final long FEATURES = 0;

	Hello(String clusterName, String nodeName) {
		this(MIN_VERSION, MAX_VERSION, FEATURES, clusterName, nodeName);
	}

	boolean speaksWith(Hello other) {
		return this.minVersion <= other.maxVersion && other.minVersion <= this.maxVersion;
	}

}
