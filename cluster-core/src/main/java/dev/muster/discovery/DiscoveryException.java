package dev.muster.discovery;

import dev.muster.MusterException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a {@link DiscoveryStrategy} that cannot tell who may be a peer. The last good
 * answer stays in use.
 */
public class DiscoveryException extends MusterException {

	public DiscoveryException(String message) {
		super(message);
	}

	public DiscoveryException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
