package dev.muster.sample;

import java.io.Serial;

/**
 * Thrown when no further browser can be served.
 */
class TooManyStreamsException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1;

	TooManyStreamsException(String message) {
		super(message);
	}

}
