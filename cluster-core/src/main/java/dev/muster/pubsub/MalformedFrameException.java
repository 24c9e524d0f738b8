package dev.muster.pubsub;

import dev.muster.MusterException;

/**
 * Thrown for bytes from a peer that are no frame. Has no stack trace: whoever sends
 * garbage shall not make us work for it.
 */
final class MalformedFrameException extends MusterException {

	MalformedFrameException(String message) {
		super(message);
	}

	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
