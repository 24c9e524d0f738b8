package dev.muster.transport.handshake;

import dev.muster.transport.Refusal;

/**
 * Thrown when the peer is to be refused. Has no stack trace: whoever can send messages
 * could make us spend time on it.
 */
final class RefusalException extends Exception {

	private final Refusal.Reason reason;

	RefusalException(Refusal.Reason reason, String detail) {
		super(detail, null, false, false);
		this.reason = reason;
	}

	Refusal.Reason reason() {
		return this.reason;
	}

	String detail() {
		return String.valueOf(getMessage());
	}

}
