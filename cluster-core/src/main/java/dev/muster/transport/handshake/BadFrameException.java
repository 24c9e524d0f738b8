package dev.muster.transport.handshake;

/**
 * Thrown for a frame that the peer did not seal as its next one: it was changed, cut,
 * repeated, left out or put in by somebody between. Nothing more can be read from the
 * connection; close it. Has no stack trace: whoever can send bytes could make us spend
 * time on it.
 */
public final class BadFrameException extends Exception {

	BadFrameException(String message) {
		super(message, null, false, false);
	}

}
