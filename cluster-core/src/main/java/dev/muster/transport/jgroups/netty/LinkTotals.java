package dev.muster.transport.jgroups.netty;

import java.util.Map;

import dev.muster.transport.Refusal;

/**
 * What happened on all connections since the start, and belongs to no peer: most of it is
 * about those who did not get through the handshake.
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

}
