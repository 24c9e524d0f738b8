package dev.muster.presence;

/**
 * Figures of the presence of one node. Totals count since it was created.
 *
 * @param topics how many topics are known
 * @param entries how many entries are known, of all members
 * @param ownEntries how many of them are this node's
 * @param sessions how many sessions are open
 * @param listeners how many subscriptions there are
 * @param tracked total of entries that were tracked here
 * @param untracked total of entries that were removed here
 * @param updated total of updates that were made here
 * @param refused total of calls that were refused for a limit
 * @param diffs total of diffs that listeners were told
 * @param listenerFailures total of exceptions of listeners and fetches
 * @param overflows how many times the queue of a listener was full
 * @param handedOver total of entries that another member took over
 * @param malformed total of entries of others that made no sense
 */
public record PresenceStatistics(int topics, long entries, long ownEntries, int sessions, int listeners, long tracked,
		long untracked, long updated, long refused, long diffs, long listenerFailures, long overflows, long handedOver,
		long malformed) {
}
