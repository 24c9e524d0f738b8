package dev.muster.autoconfigure.diagnostics;

import java.util.Objects;

import dev.muster.MusterException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown at start-up for a property that is missing or cannot be.
 */
public class InvalidClusterPropertyException extends MusterException {

	private final String property;

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param property the property's whole name
	 * @param problem what is wrong, as a sentence without its full stop
	 * @param remedy what to do, as a whole sentence
	 */
	public InvalidClusterPropertyException(String property, String problem, String remedy) {
		this(property, problem, remedy, null);
	}

	/**
	 * Create an exception.
	 * @param property the property's whole name
	 * @param problem what is wrong, as a sentence without its full stop
	 * @param remedy what to do, as a whole sentence
	 * @param cause how it showed, or {@code null}
	 */
	public InvalidClusterPropertyException(String property, String problem, String remedy, @Nullable Throwable cause) {
		super(property + ": " + problem, cause);
		this.property = property;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Make an exception of one that the engine threw, whose message may begin with the
	 * property's name.
	 * @param cause the engine's exception
	 * @param prefix what the property's name begins with; stands for it if the message
	 * does not tell
	 * @return an exception that names the property
	 */
	public static InvalidClusterPropertyException from(IllegalArgumentException cause, String prefix) {
		String message = Objects.requireNonNullElse(cause.getMessage(), "it is invalid");
		String property = prefix;
		int colon = message.indexOf(": ");
		if (colon > 0 && message.startsWith(prefix)) {
			property = message.substring(0, colon);
			message = message.substring(colon + 2);
		}
		return new InvalidClusterPropertyException(property, message, "Correct '" + property + "'.", cause);
	}

	/**
	 * Return the property.
	 * @return its whole name
	 */
	public String property() {
		return this.property;
	}

	/**
	 * Return what is wrong.
	 * @return a sentence without its full stop
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Return what to do.
	 * @return a whole sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
