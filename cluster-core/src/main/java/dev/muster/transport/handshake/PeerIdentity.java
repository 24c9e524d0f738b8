package dev.muster.transport.handshake;

import java.net.InetSocketAddress;

/**
 * What the other side said of itself. Where a shared secret is in use, a member of the
 * cluster said it and nobody changed it on the way; else it is what somebody claims.
 * <p>
 * Whoever connected must compare the address with the one it wanted: who controls the
 * network can lead a connection to another member, or back to this node.
 *
 * @param address where it listens, as peers reach it
 * @param version the version of the protocol that both speak on this connection: the
 * highest in common
 * @param features its feature bits; those that this build does not know are kept
 */
public record PeerIdentity(InetSocketAddress address, int version, long features) {

}
