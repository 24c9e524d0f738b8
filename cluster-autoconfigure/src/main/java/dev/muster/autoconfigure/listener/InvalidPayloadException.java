package dev.muster.autoconfigure.listener;

import java.util.stream.Collectors;

import dev.muster.MusterException;

import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * Thrown when a payload that is to be validated is invalid. What it holds is not in the
 * message, since it may be secret.
 */
public class InvalidPayloadException extends MusterException {

	private final transient Errors errors;

	InvalidPayloadException(String topic, Errors errors) {
		super("A message of topic '" + topic + "' has an invalid payload: "
				+ errors.getAllErrors().stream().map(InvalidPayloadException::text).collect(Collectors.joining(", ")));
		this.errors = errors;
	}

	private static String text(ObjectError error) {
		String subject = (error instanceof FieldError field) ? field.getField() : error.getObjectName();
		String message = error.getDefaultMessage();
		return "'" + subject + "' " + ((message != null) ? message : error.getCode());
	}

	/**
	 * Return what is wrong with the payload.
	 * @return the errors
	 */
	public Errors errors() {
		return this.errors;
	}

}
