package dev.muster.pubsub;

import org.jspecify.annotations.Nullable;

/**
 * Answers requests.
 *
 * @param <T> the type of payloads
 * @param <R> the type of replies; may be a {@link java.util.concurrent.CompletionStage}
 */
@FunctionalInterface
public interface RequestHandler<T, R> {

	/**
	 * Answer a request. One call at a time for each responder, unless its options say
	 * otherwise; the next request waits in the responder's queue.
	 * @param message the request
	 * @return the reply, encoded as payloads are, or {@code null}; of a
	 * {@link java.util.concurrent.CompletionStage} what it completes with. The stage is
	 * cancelled when nobody waits for it any more
	 * @throws Exception is what the caller gets as a {@link RemoteHandlerException}
	 */
	@Nullable R handle(Message<T> message) throws Exception;

}
