package dev.muster.transport.jgroups;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

import dev.muster.discovery.DiscoveryService;

/**
 * What an incarnation shares with the transport that it is a life of.
 *
 * @param clusterName name of the cluster
 * @param discovery who may be a peer
 * @param receivers who receives which channel
 * @param listeners who is told of views
 * @param membership one thread, for views in their order
 * @param worker for what may block
 */
record TransportParts(String clusterName, DiscoveryService discovery, Receivers receivers, ViewListeners listeners,
		ScheduledExecutorService membership, Executor worker) {
}
