package dev.muster.autoconfigure.listener;

import dev.muster.MusterException;

/**
 * Thrown when a message has not the header that a listener method requires.
 */
public class MissingHeaderException extends MusterException {

	MissingHeaderException(String header, String topic) {
		super("A message of topic '" + topic + "' has no header '" + header
				+ "': send it, or make the parameter @Header(required = false)");
	}

}
