package dev.muster.transport;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How the connection to a peer fares. The counts begin anew when the peer was gone.
 *
 * @param peer where the peer listens
 * @param connected whether there is a connection
 * @param connections how many there are: 1, and 2 while one replaces another
 * @param framesSent frames that were handed to the socket, the engine's own ones
 * included; one may hold many messages
 * @param bytesSent their bytes, before encryption
 * @param framesReceived frames that came
 * @param bytesReceived their bytes, after decryption
 * @param queuedFrames frames that wait for the socket
 * @param queuedBytes their bytes
 * @param dropped frames that were dropped since too many waited, or since the peer was
 * not reached; the engine sends again what is to be reliable
 * @param roundTrip how long the peer took last to answer, or {@code null} if it never did
 */
public record LinkStatus(String peer, boolean connected, int connections, long framesSent, long bytesSent,
		long framesReceived, long bytesReceived, int queuedFrames, long queuedBytes, long dropped,
		@Nullable Duration roundTrip) {

}
