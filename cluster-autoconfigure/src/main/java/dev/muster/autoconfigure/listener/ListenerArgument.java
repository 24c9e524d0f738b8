package dev.muster.autoconfigure.listener;

import dev.muster.pubsub.Message;
import org.jspecify.annotations.Nullable;

/**
 * Takes one argument of a listener method from a message. All that can be known before
 * the first message is found out when it is made.
 */
@FunctionalInterface
interface ListenerArgument {

	/**
	 * The payload.
	 */
	ListenerArgument PAYLOAD = Message::payload;

	/**
	 * The message itself.
	 */
	ListenerArgument MESSAGE = (message) -> message;

	/**
	 * The member that sent it.
	 */
	ListenerArgument SENDER = Message::sender;

	/**
	 * All headers.
	 */
	ListenerArgument HEADERS = Message::headers;

	/**
	 * Take the argument.
	 * @param message the message
	 * @return the argument
	 */
	@Nullable Object from(Message<?> message);

}
