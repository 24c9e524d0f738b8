package dev.muster.autoconfigure.listener;

import java.lang.reflect.Method;

import dev.muster.MusterException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown at start-up for a {@link dev.muster.annotation.ClusterListener} method that is
 * impossible.
 */
public class InvalidClusterListenerException extends MusterException {

	private final Method method;

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param method the method
	 * @param problem what is wrong, as a sentence without its full stop
	 * @param remedy what to do, as a whole sentence
	 */
	public InvalidClusterListenerException(Method method, String problem, String remedy) {
		this(method, problem, remedy, null);
	}

	/**
	 * Create an exception.
	 * @param method the method
	 * @param problem what is wrong, as a sentence without its full stop
	 * @param remedy what to do, as a whole sentence
	 * @param cause how it showed, or {@code null}
	 */
	public InvalidClusterListenerException(Method method, String problem, String remedy, @Nullable Throwable cause) {
		super("@ClusterListener method " + method.toGenericString() + ": " + problem, cause);
		this.method = method;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return the method.
	 * @return the method
	 */
	public Method method() {
		return this.method;
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
