package dev.muster.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Marks a method of a Spring bean that is to be told who comes and goes. It returns
 * nothing and has one parameter, a {@link dev.muster.presence.PresenceDiff}: the state of
 * each topic first, then what changes, as
 * {@link dev.muster.presence.Presence#subscribe(String, dev.muster.presence.PresenceListener)}
 * promises. A method that is impossible keeps the application from starting.
 *
 * <p>
 * Each topic is a subscription of its own, which begins when the application's other
 * parts have started, and ends before they stop. All texts may have placeholders
 * ({@code ${...}}) and SpEL expressions ({@code #{...}}). Can be used as a
 * meta-annotation.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface PresenceListener {

	/**
	 * Alias of {@link #topics()}.
	 * @return the topics
	 */
	@AliasFor("topics")
	String[] value() default {};

	/**
	 * Topics and patterns. Each text may become several, separated by commas.
	 * @return the topics
	 */
	@AliasFor("value")
	String[] topics() default {};

	/**
	 * Name of the listener, in logs. By default made of the names of bean and method.
	 * @return the name
	 */
	String id() default "";

	/**
	 * Number of diffs that may wait, for each topic. By default as
	 * {@code muster.presence.queue-capacity} says.
	 * @return a whole number, at least 1
	 */
	String queueCapacity() default "";

}
