package dev.muster.transport;

import java.util.EnumMap;
import java.util.Map;

/**
 * What happened on all connections since the transport was created, and belongs to no
 * peer: most of it is about those who did not get through the handshake.
 *
 * @param halfOpen how many are at it now
 * @param pushedOut how many were closed since too many others came
 * @param timedOut how many took too long, also of those that we connected to
 * @param brokenOff how many ended the connection without a word
 * @param invalid how many sent what is not our protocol, also after the handshake
 * @param unknown how many frames of peers were skipped since this build does not know
 * their type
 * @param noRoom how often there was no room for a further peer, since too many are known
 * @param unsent how many frames were dropped for that, or since all was being closed
 * @param refusedByUs how many we refused, by reason
 * @param refusedByPeer how many refused us, by reason
 */
public record LinkTotals(int halfOpen, long pushedOut, long timedOut, long brokenOff, long invalid, long unknown,
		long noRoom, long unsent, Map<Refusal.Reason, Long> refusedByUs, Map<Refusal.Reason, Long> refusedByPeer) {

	/**
	 * Nothing happened.
	 */
	public static final LinkTotals NONE = new LinkTotals(0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of());

	public LinkTotals {
		refusedByUs = Map.copyOf(refusedByUs);
		refusedByPeer = Map.copyOf(refusedByPeer);
	}

	/**
	 * Add what happened on later connections.
	 * @param later their totals
	 * @return the totals of both; who is half-open is of the later ones
	 */
	public LinkTotals plus(LinkTotals later) {
		return new LinkTotals(later.halfOpen, this.pushedOut + later.pushedOut, this.timedOut + later.timedOut,
				this.brokenOff + later.brokenOff, this.invalid + later.invalid, this.unknown + later.unknown,
				this.noRoom + later.noRoom, this.unsent + later.unsent, sum(this.refusedByUs, later.refusedByUs),
				sum(this.refusedByPeer, later.refusedByPeer));
	}

	/**
	 * Say that the connections are closed.
	 * @return the same, with nobody half-open
	 */
	public LinkTotals closed() {
		return plus(NONE);
	}

	private static Map<Refusal.Reason, Long> sum(Map<Refusal.Reason, Long> first, Map<Refusal.Reason, Long> second) {
		Map<Refusal.Reason, Long> sum = new EnumMap<>(Refusal.Reason.class);
		sum.putAll(first);
		second.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
		return sum;
	}

}
