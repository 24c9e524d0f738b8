package dev.muster.transport.jgroups.netty;

/**
 * What a frame is: its first byte. Unknown ones are counted and skipped, so that later
 * versions may add some.
 */
final class FrameType {

	/** Is for the listener. */
	static final byte DATA = 0;

	/** The sender sends nothing more on this connection. */
	static final byte END = 1;

	/** Who initiated this connection is to replace it by another one. */
	static final byte RENEW = 2;

	/** Is answered by {@link #PONG} with the same eight bytes. */
	static final byte PING = 3;

	/** Answers {@link #PING}. */
	static final byte PONG = 4;

	private FrameType() {
	}

}
