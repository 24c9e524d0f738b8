package dev.muster.pubsub;

import dev.muster.MusterException;

/**
 * Thrown by {@code publish} when a queue stays full. Other subscribers of the topic may
 * have got the message.
 */
public class PublishOverflowException extends MusterException {

	public PublishOverflowException(String message) {
		super(message);
	}

}
