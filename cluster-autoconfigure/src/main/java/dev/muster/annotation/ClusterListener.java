package dev.muster.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.muster.pubsub.SubscriptionOptions;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Marks a method of a Spring bean as a handler of messages, or a class whose
 * {@link ClusterHandler} methods are chosen from by the payload.
 *
 * <p>
 * A method may take any of the following, in any order:
 * <ul>
 * <li>the payload, at most once: a parameter of any other type than those below, or one
 * annotated with {@link org.springframework.messaging.handler.annotation.Payload}. Its
 * declared type, generics included, is what the payload becomes. With {@code @Valid} or
 * {@code @Validated} it is validated, and the method not called if it is invalid</li>
 * <li>the {@link dev.muster.pubsub.Message}, whose type argument is the payload's
 * type</li>
 * <li>the {@link dev.muster.Member} that sent it</li>
 * <li>a {@link org.springframework.messaging.handler.annotation.Header}, converted to the
 * parameter's type</li>
 * <li>all {@link org.springframework.messaging.handler.annotation.Headers}, as a
 * {@code Map<String, String>}</li>
 * </ul>
 * A method that returns nothing, or a {@code CompletionStage<Void>} or
 * {@code Mono<Void>}, handles messages. What any other returns answers requests:
 * {@link dev.muster.pubsub.PubSub#request requests} are then all that it gets. With
 * {@link org.springframework.messaging.handler.annotation.SendTo} it handles messages,
 * and what it returns is published to the topics named there, unless it is {@code null}.
 * Of a {@code CompletionStage} or a {@code Mono} (where Reactor is present) what it
 * completes with counts; the next message waits for it, the next request does not.
 *
 * <p>
 * A method that is impossible keeps the application from starting.
 *
 * <p>
 * Each topic is a subscription of its own: messages of one publisher to one topic arrive
 * in order, one at a time unless {@link #concurrency()} says otherwise; a method with
 * several topics may be called by several threads. An exception is given to the
 * {@link #errorHandler()}; without one it is logged and counted, and the next message
 * follows. The method is called from the time when the application's other parts have
 * started until before they stop: the node joins before that, and what the others publish
 * in between does not reach it. What must not be missed is to be subscribed to with
 * {@link dev.muster.pubsub.PubSub} before the node starts, such as in a constructor.
 *
 * <p>
 * All texts may have placeholders ({@code ${...}}) and SpEL expressions ({@code #{...}}).
 * Can be used as a meta-annotation, and repeated. A bean of prototype scope listens from
 * when it is made until the context closes.
 */
@Target({ ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(ClusterListeners.class)
@Reflective(ClusterListenerReflectiveProcessor.class)
public @interface ClusterListener {

	/**
	 * Alias of {@link #topics()}.
	 * @return the topics
	 */
	@AliasFor("topics")
	String[] value() default {};

	/**
	 * Topics and patterns. Each text may become several, separated by commas; an
	 * expression may also give a collection or an array.
	 * @return the topics
	 */
	@AliasFor("value")
	String[] topics() default {};

	/**
	 * Name of the listener, unique in the application: in logs, in the status of
	 * subscriptions, and to start and stop it by. By default made of the names of bean
	 * and method, or of the bean if it stands on a class.
	 * @return the name
	 */
	String id() default "";

	/**
	 * Whose messages it wants.
	 * @return whose
	 */
	SubscriptionOptions.From from() default SubscriptionOptions.From.ALL;

	/**
	 * Name of a group: each message goes to one listener of the group, cluster-wide,
	 * instead of to all. Means nothing where requests are answered, which always go to
	 * one.
	 * @return the name; by default none
	 */
	String group() default "";

	/**
	 * How many messages may be handled at the same time, for each topic. Those of one
	 * publisher that have one key stay in order.
	 * @return a whole number, at least 1; by default 1
	 */
	String concurrency() default "";

	/**
	 * Name of a bean of type
	 * {@code dev.muster.autoconfigure.listener.ClusterListenerErrorHandler}, or an
	 * expression that gives one: it is given what the method throws.
	 * @return the name; by default none
	 */
	String errorHandler() default "";

	/**
	 * What happens when the queue is full, as one of {@link dev.muster.pubsub.Overflow}:
	 * {@code block}, {@code drop-oldest}, {@code drop-newest} or {@code fail}. By default
	 * as {@code muster.pubsub.overflow} says.
	 * @return the policy
	 */
	String overflow() default "";

	/**
	 * Number of messages that may wait, for each topic. By default as
	 * {@code muster.pubsub.queue-capacity} says.
	 * @return a whole number, at least 1
	 */
	String queueCapacity() default "";

	/**
	 * Whether to start with the application. If not, it is started by its {@link #id()}.
	 * @return {@code true} or {@code false}; by default {@code true}
	 */
	String autoStartup() default "";

}
