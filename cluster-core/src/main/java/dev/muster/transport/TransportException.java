package dev.muster.transport;

import dev.muster.MusterException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a transport cannot do what it is asked for.
 */
public class TransportException extends MusterException {

	public TransportException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
