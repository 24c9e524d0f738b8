package dev.muster.transport;

/**
 * Counters of a transport since it was created.
 *
 * @param framesSent frames handed to the engine; a broadcast counts once for each member
 * that it is for
 * @param framesReceived frames handed to receivers
 * @param bytesSent bytes of those frames
 * @param bytesReceived bytes of frames handed to receivers
 * @param framesDropped received frames that nobody could take: no receiver on the
 * channel, sender not in the view, receiver failed, too many held for a member that is
 * just joining
 * @param invalidPackets what arrived at the port and is not our protocol
 * @param viewChanges how many views there were
 * @param unknownFrames what nodes of a later version sent and this one does not know: it
 * was skipped
 */
public record TransportStatistics(long framesSent, long framesReceived, long bytesSent, long bytesReceived,
		long framesDropped, long invalidPackets, long viewChanges, long unknownFrames) {
}
