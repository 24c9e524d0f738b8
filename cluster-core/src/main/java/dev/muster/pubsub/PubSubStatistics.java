package dev.muster.pubsub;

/**
 * Counters of the bus since it was created.
 *
 * @param published messages that {@code publish} accepted
 * @param sent messages handed to the transport, one for each member that gets one
 * @param received messages from other members
 * @param delivered messages that a handler has handled, one for each subscription
 * @param failed messages whose handler threw
 * @param undecodable messages that could not become what a subscription wants, and frames
 * that were no frames
 * @param dropped messages dropped by an overflow policy, on the way out or in, or because
 * their subscription was closed while they waited
 * @param undeliverable messages for members that departed before they could be sent
 * @param unclaimed messages from other members that no subscription was there for: their
 * senders did not know yet what this member wants, for it has just joined, or had just
 * stopped wanting it
 * @param lost messages that other members had for this one and that never came, as
 * {@link LossListener}s are told
 */
public record PubSubStatistics(long published, long sent, long received, long delivered, long failed, long undecodable,
		long dropped, long undeliverable, long unclaimed, long lost) {
}
