package dev.muster;

import org.jspecify.annotations.Nullable;

/**
 * Root of what Muster throws.
 */
public class MusterException extends RuntimeException {

	public MusterException(String message) {
		super(message);
	}

	public MusterException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
