package dev.muster.pubsub;

import org.jspecify.annotations.Nullable;

/**
 * Is told what becomes of a message in the subscriptions that it was put into. Each of
 * them ends with one call of the last four. None of them throws.
 */
interface Receipt {

	/**
	 * A subscription takes the message out of its queue.
	 * @return {@code false} if it is to skip the message
	 */
	boolean begin();

	/**
	 * The handler returned.
	 * @param result the reply of a responder
	 */
	void handled(@Nullable Object result);

	/**
	 * The handler threw.
	 */
	void failed(Throwable error);

	/**
	 * The payload cannot become what the subscription wants.
	 */
	void undecodable(Throwable error);

	/**
	 * There was no room, or the subscription is closed: no handler has begun.
	 */
	void refused();

}
