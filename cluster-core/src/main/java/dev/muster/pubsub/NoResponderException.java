package dev.muster.pubsub;

/**
 * Tells that no member in reach of a request has a responder for its topic.
 */
public class NoResponderException extends RequestException {

	NoResponderException(String topic) {
		super("No member has a responder for '" + topic + "'");
	}

}
