package dev.muster.autoconfigure.listener;

import dev.muster.pubsub.Message;
import org.jspecify.annotations.Nullable;

/**
 * One step of what is done with a message.
 */
@FunctionalInterface
interface ListenerInvocation {

	/**
	 * Do it.
	 * @param message the message
	 * @return the result, which may be a {@link java.util.concurrent.CompletionStage}
	 * @throws Exception if it fails
	 */
	@Nullable Object invoke(Message<?> message) throws Exception;

}
