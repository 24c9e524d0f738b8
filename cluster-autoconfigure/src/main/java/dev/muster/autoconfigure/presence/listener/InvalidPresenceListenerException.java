package dev.muster.autoconfigure.presence.listener;

import java.lang.reflect.Method;

import dev.muster.MusterException;

/**
 * Thrown at start-up for a {@link dev.muster.annotation.PresenceListener} method that is
 * impossible.
 */
public class InvalidPresenceListenerException extends MusterException {

	private final String problem;

	private final String remedy;

	InvalidPresenceListenerException(Method method, String problem, String remedy) {
		super("@PresenceListener method " + method.toGenericString() + ": " + problem);
		this.problem = "@PresenceListener method " + method.toGenericString() + ": " + problem + ".";
		this.remedy = remedy;
	}

	/**
	 * Return what is wrong.
	 * @return a sentence
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Return what to do.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
