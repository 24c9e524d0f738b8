package dev.muster.discovery.multicast;

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
}
