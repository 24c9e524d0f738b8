package dev.muster.discovery.consul;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.muster.discovery.PeerAddress;

/**
 * A node as it is registered.
 *
 * @param id unique, also among the starts of one node
 * @param name the service's name
 * @param address where peers reach it
 * @param tags its tags
 * @param meta its metadata
 * @param ttl for how long a sign of life is good
 * @param deregisterAfter how long after that it is removed
 */
record ServiceRegistration(String id, String name, PeerAddress address, List<String> tags, Map<String, String> meta,
		Duration ttl, Duration deregisterAfter) {

	/** Metadata: the cluster that a node belongs to. */
	static final String META_CLUSTER = "muster-cluster";

	/** Metadata: the release of Muster that a node runs. */
	static final String META_VERSION = "muster-version";

}
