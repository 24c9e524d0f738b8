package dev.muster.discovery.multicast;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of the datagrams since the strategy was created. Those that a node hears of
 * itself are not counted.
 *
 * @param announced how many were sent
 * @param heard how many came from nodes of this cluster
 * @param malformed how many made no sense
 * @param otherVersion how many were of a version or kind that this node does not know
 * @param unauthenticated how many were not made with this node's secret, or with one
 * where this node has none
 * @param replayed how many were sent before: again, or out of order, or, with a secret,
 * at a time that is more than a minute from this node's
 * @param otherCluster how many came from nodes of other clusters
 * @param dropped how many were well-formed and not used: beyond the limit of peers, or
 * from a node that listens on the loopback of another machine
 */
public record MulticastStatistics(long announced, long heard, long malformed, long otherVersion, long unauthenticated,
		long replayed, long otherCluster, long dropped) {

	Map<String, Long> byName() {
		Map<String, Long> result = new LinkedHashMap<>();
		result.put("announced", this.announced);
		result.put("heard", this.heard);
		result.put("malformed", this.malformed);
		result.put("other-version", this.otherVersion);
		result.put("unauthenticated", this.unauthenticated);
		result.put("replayed", this.replayed);
		result.put("other-cluster", this.otherCluster);
		result.put("dropped", this.dropped);
		return result;
	}

}
