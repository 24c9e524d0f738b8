package dev.muster.autoconfigure.listener;

import dev.muster.pubsub.Message;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a message whose listener failed. A bean of this type is named
 * by {@link dev.muster.annotation.ClusterListener#errorHandler()}. Must be safe for use
 * by many threads.
 */
@FunctionalInterface
public interface ClusterListenerErrorHandler {

	/**
	 * Handle a failure. A message that could not be decoded never came to the listener,
	 * and does not come here.
	 * @param message the message
	 * @param exception what the listener threw, or what its stage completed with; also an
	 * {@link InvalidPayloadException} or a {@link MissingHeaderException}
	 * @return what takes the place of the listener's result, as a reply or to be sent on;
	 * {@code null} for nothing
	 * @throws Exception makes the message a failed one, which is counted and logged, and
	 * which the sender of a request is told
	 */
	@Nullable Object handleError(Message<?> message, Exception exception) throws Exception;

}
