package dev.muster.autoconfigure.listener;

import dev.muster.MusterException;

/**
 * Thrown when none of a class's {@link dev.muster.annotation.ClusterHandler} methods
 * takes a payload.
 */
public class UnhandledPayloadException extends MusterException {

	UnhandledPayloadException(String topic, Class<?> type) {
		super("A message of topic '" + topic + "' became a " + type.getName()
				+ ", which no @ClusterHandler method takes: add one for it, or for its supertype");
	}

}
