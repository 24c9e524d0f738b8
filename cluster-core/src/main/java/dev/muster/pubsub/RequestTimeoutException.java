package dev.muster.pubsub;

import java.time.Duration;

/**
 * Tells that no reply came in time. The responder may have handled the request, or may
 * yet do so if it has begun.
 */
public class RequestTimeoutException extends RequestException {

	RequestTimeoutException(String topic, Duration timeout) {
		super("No reply to the request to '" + topic + "' within " + timeout);
	}

}
