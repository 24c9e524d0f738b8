package dev.muster.wire;

import dev.muster.MusterException;

/**
 * Thrown for bytes from a peer that are not what they should be. Has no stack trace:
 * whoever sends garbage shall not make us work for it.
 */
public final class MalformedBytesException extends MusterException {

	/**
	 * Create one.
	 * @param message what is wrong
	 */
	public MalformedBytesException(String message) {
		super(message);
	}

	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
