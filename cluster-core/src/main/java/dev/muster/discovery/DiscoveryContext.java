package dev.muster.discovery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What a strategy may know and use while it runs.
 *
 * @param clusterName name of this node's cluster
 * @param self the address at which peers reach this node
 * @param clock wall clock, for what is shown to people
 * @param scheduler for short periodic tasks; must not be blocked
 * @param deadline how long a call of {@link DiscoveryStrategy#discover()} may take; its
 * thread is interrupted then
 * @param changed to be run when the answer may have changed, so that it is asked for at
 * once and not only at the next interval; returns immediately, from any thread
 */
public record DiscoveryContext(String clusterName, PeerAddress self, InstantSource clock,
		ScheduledExecutorService scheduler, Duration deadline, Runnable changed) {
}
