package dev.muster.pubsub;

/**
 * Counters of requests and confirmed messages, since the bus was created. An exchange is
 * a request, to one or to all, or a message to be confirmed.
 *
 * @param open exchanges of this node that wait for somebody just now
 * @param opened exchanges that this node began
 * @param timedOut exchanges that ended without an answer of everybody asked
 * @param rejected exchanges that were not begun, as too many were open
 * @param late answers that came when nobody waited for them any more
 * @param serving requests that wait or are being handled on this node just now
 * @param served requests that this node answered with a reply or with its handler's error
 * @param refused requests that this node had no room for
 * @param expired requests that were over, or cancelled, before this node began or had
 * finished to handle them
 * @param unanswered answers of this node that could not be sent
 */
public record RequestStatistics(long open, long opened, long timedOut, long rejected, long late, long serving,
		long served, long refused, long expired, long unanswered) {
}
