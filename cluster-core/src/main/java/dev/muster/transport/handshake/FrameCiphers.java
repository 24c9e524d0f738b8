package dev.muster.transport.handshake;

/**
 * The two ciphers of a connection, one per direction, each with keys of its own.
 *
 * @param outbound seals the frames that this node sends
 * @param inbound opens the frames that the peer sends
 */
public record FrameCiphers(FrameCipher outbound, FrameCipher inbound) {

}
