package dev.muster.sample;

import java.io.Serial;

/**
 * Thrown for input that breaks one of the {@link Limits}.
 */
class InvalidInputException extends IllegalArgumentException {

	@Serial
	private static final long serialVersionUID = 1;

	InvalidInputException(String field, String rule) {
		super("'" + field + "' " + rule);
	}

}
