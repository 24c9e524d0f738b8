package dev.muster.codec;

import dev.muster.MusterException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a payload cannot be encoded.
 */
public class PayloadEncodingException extends MusterException {

	public PayloadEncodingException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
