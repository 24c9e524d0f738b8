package dev.muster.codec;

import dev.muster.MusterException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a payload cannot be decoded into the type that its receiver wants.
 */
public class PayloadDecodingException extends MusterException {

	public PayloadDecodingException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
