package dev.muster.pubsub;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Stands around what the application publishes and around the calls of its handlers, for
 * tracing, measuring and the like. A bus without interceptors spends nothing on them.
 * Must be safe for use by many threads.
 *
 * <p>
 * Both methods must let the bus proceed exactly once, on the thread that calls them, and
 * throw on what it throws. What they throw themselves becomes of the publish, or of the
 * handler's call.
 */
public interface PubSubInterceptor {

	/**
	 * Stand around a publish or request. When it has proceeded, the message is encoded
	 * and in all queues. Called by the publishing thread.
	 * @param outgoing what is published; headers may be added
	 * @param proceed publishes it
	 */
	default void publish(Outgoing outgoing, Runnable proceed) {
		proceed.run();
	}

	/**
	 * Stand around one call of one handler. Called by the thread that calls it, once the
	 * payload is decoded.
	 * @param incoming what the handler gets
	 * @param proceed calls the handler
	 * @throws Exception what the handler throws
	 */
	default void process(Incoming incoming, Processing proceed) throws Exception {
		proceed.run();
	}

	/**
	 * Whether somebody waits for an answer.
	 */
	enum Kind {

		/** Nobody does. */
		MESSAGE,

		/** The sender does. */
		REQUEST

	}

	/**
	 * What is published.
	 *
	 * @param topic the topic, not checked yet
	 * @param kind whether an answer is wanted
	 * @param headers the headers it goes with; may be changed before the bus proceeds
	 */
	record Outgoing(String topic, Kind kind, Map<String, String> headers) {
	}

	/**
	 * What a handler gets.
	 *
	 * @param message the message
	 * @param kind whether an answer is wanted
	 * @param pattern the topic or pattern of the subscription
	 * @param subscription the name that the subscription was given, or {@code null}
	 */
	record Incoming(Message<?> message, Kind kind, String pattern, @Nullable String subscription) {
	}

	/**
	 * Calls the handler.
	 */
	@FunctionalInterface
	interface Processing {

		/**
		 * Call the handler.
		 * @throws Exception what it throws
		 */
		void run() throws Exception;

	}

}
