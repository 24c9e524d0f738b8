package dev.muster.replication;

/**
 * What {@link ReplicationStatistics} is made of. Guarded by the replica.
 */
final class ReplicaCounters {

	long applied;

	long snapshots;

	long pulls;

	long received;

	long ignored;

	long malformed;

	long diverged;

	long listenerFailures;

}
