package dev.muster.transport.handshake;

import java.nio.ByteBuffer;

/**
 * What two nodes say on a connection before anything else: that they speak the same
 * protocol in some version, are of the same cluster and, with a {@link SharedSecret},
 * that both know it.
 * <p>
 * A state machine without I/O, thread or clock: the caller frames messages, bounds them
 * to {@link #MAX_MESSAGE}, sets a deadline and does what each {@link Step} says. Whatever
 * a peer sends leads to a step; nothing is thrown for it. Not safe for use by several
 * threads; one object serves one connection.
 */
public final class Handshake {

	/** No message is longer, in bytes; what is, is refused before it is looked at. */
	public static final int MAX_MESSAGE = 512;

	private Handshake() {
	}

	/**
	 * Create the side that connected.
	 * @param self what this node says and demands
	 * @return a handshake that waits for {@link #begin()}
	 */
	public static Handshake initiator(Identity self) {
		throw new UnsupportedOperationException("Not built yet");
	}

	/**
	 * Create the side that accepted.
	 * @param self what this node says and demands
	 * @return a handshake that waits for the first message
	 */
	public static Handshake responder(Identity self) {
		throw new UnsupportedOperationException("Not built yet");
	}

	/**
	 * Begin, as initiator, once.
	 * @return the first message
	 * @throws IllegalStateException if this is the responder, or has begun
	 */
	public Step begin() {
		throw new UnsupportedOperationException("Not built yet");
	}

	/**
	 * Take the next message of the peer.
	 * @param message one whole message, unframed: what remains in the buffer, which is
	 * consumed
	 * @return what to do
	 * @throws IllegalStateException if the handshake has ended, or as initiator not begun
	 */
	public Step receive(ByteBuffer message) {
		throw new UnsupportedOperationException("Not built yet");
	}

}
