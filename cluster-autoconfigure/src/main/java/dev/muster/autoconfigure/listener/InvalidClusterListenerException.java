package dev.muster.autoconfigure.listener;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;

import dev.muster.MusterException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown at start-up for a {@link dev.muster.annotation.ClusterListener} that is
 * impossible.
 */
public class InvalidClusterListenerException extends MusterException {

	private final AnnotatedElement element;

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param element the method or class
	 * @param problem what is wrong, as a sentence without its full stop
	 * @param remedy what to do, as a whole sentence
	 */
	public InvalidClusterListenerException(AnnotatedElement element, String problem, String remedy) {
		this(element, problem, remedy, null);
	}

	/**
	 * Create an exception.
	 * @param element the method or class
	 * @param problem what is wrong, as a sentence without its full stop
	 * @param remedy what to do, as a whole sentence
	 * @param cause how it showed, or {@code null}
	 */
	public InvalidClusterListenerException(AnnotatedElement element, String problem, String remedy,
			@Nullable Throwable cause) {
		super("@ClusterListener " + describe(element) + ": " + problem, cause);
		this.element = element;
		this.problem = problem;
		this.remedy = remedy;
	}

	private static String describe(AnnotatedElement element) {
		return ((element instanceof Method) ? "method " : "") + text(element);
	}

	private static String text(AnnotatedElement element) {
		return (element instanceof Method method) ? method.toGenericString() : element.toString();
	}

	/**
	 * Return where the annotation stands.
	 * @return the method or class
	 */
	public AnnotatedElement element() {
		return this.element;
	}

	String elementText() {
		return text(this.element);
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
