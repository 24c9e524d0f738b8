package dev.muster.replication;

import java.util.List;

/**
 * What a replica has done since it was created, and how it stands.
 *
 * @param operations operations of this member
 * @param applied operations of other members that were applied one by one
 * @param snapshots snapshots that were committed
 * @param pulls how often something was asked for that was missing
 * @param framesSent frames handed to the transport
 * @param bytesSent bytes of these frames
 * @param framesReceived frames from other members
 * @param dropped frames not sent as too much was waiting, or as the member was gone
 * @param ignored frames that were not for us any more: of an origin that is not in the
 * view, or a snapshot older than what is here
 * @param malformed frames that were no frames
 * @param diverged how often an origin turned out to be wrong here and was fetched anew;
 * above zero there is a bug
 * @param listenerFailures exceptions of the listener
 * @param hiddenEntries entries kept of members that are out of the view
 * @param origins how this replica stands to each origin, this member's own first
 */
public record ReplicationStatistics(long operations, long applied, long snapshots, long pulls, long framesSent,
		long bytesSent, long framesReceived, long dropped, long ignored, long malformed, long diverged,
		long listenerFailures, long hiddenEntries, List<OriginStatus> origins) {

	public ReplicationStatistics {
		origins = List.copyOf(origins);
	}

}
