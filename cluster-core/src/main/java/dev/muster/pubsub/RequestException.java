package dev.muster.pubsub;

import dev.muster.MusterException;

/**
 * What a request may fail with. The future of the request completes with it.
 */
public abstract class RequestException extends MusterException {

	RequestException(String message) {
		super(message);
	}

}
