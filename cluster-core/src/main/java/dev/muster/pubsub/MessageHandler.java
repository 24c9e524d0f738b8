package dev.muster.pubsub;

/**
 * Handles the messages of a subscription.
 *
 * @param <T> the type of payloads
 */
@FunctionalInterface
public interface MessageHandler<T> {

	/**
	 * Handle a message. One call at a time for each subscription; the next message waits
	 * in the subscription's queue.
	 * @param message the message
	 * @throws Exception is logged and counted; the next message follows
	 */
	void handle(Message<T> message) throws Exception;

}
