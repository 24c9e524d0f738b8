package dev.muster.transport.jgroups.netty;

import java.net.InetSocketAddress;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What happened between this node and one peer since it has been known. The numbers are
 * read one after the other, while they change.
 *
 * @param peer where it listens
 * @param connections how many connections are established: 1, and 2 for a moment; 0 while
 * it is not reached
 * @param byUs whether this node initiated the one that is used
 * @param version version of the protocol that is spoken on it, or 0
 * @param features feature bits of the peer, or 0
 * @param framesSent frames that were handed to the socket
 * @param bytesSent their bytes, before encryption
 * @param framesReceived frames that came
 * @param bytesReceived their bytes, after decryption
 * @param queuedFrames frames that wait
 * @param queuedBytes their bytes
 * @param dropped frames that were dropped: too many waited, or the peer was not reached
 * @param roundTrip how long the peer took last to answer, all queues of the network and
 * both nodes' event loops included, or {@code null} if it has not yet
 */
public record LinkStatistics(InetSocketAddress peer, int connections, boolean byUs, int version, long features,
		long framesSent, long bytesSent, long framesReceived, long bytesReceived, int queuedFrames, long queuedBytes,
		long dropped, @Nullable Duration roundTrip) {

}
