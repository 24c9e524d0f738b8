package dev.muster.pubsub;

import java.util.concurrent.CompletableFuture;

/**
 * A subscription, until closed.
 */
public interface Subscription extends AutoCloseable {

	/**
	 * Return whether it is known everywhere.
	 * @return completes when every member of the view knows this subscription: messages
	 * that they publish from then on arrive. Completes exceptionally with a
	 * {@link java.util.concurrent.CancellationException} if it is closed before
	 */
	CompletableFuture<Void> live();

	/**
	 * End it. No new call of the handler begins after this returns; one that runs may
	 * still finish, see {@link #ended()}. Messages still in the queue are discarded, and
	 * counted as dropped. Closing twice does nothing.
	 */
	@Override
	void close();

	/**
	 * Return whether it is over.
	 * @return completes when it is closed and its handler has returned; a handler that
	 * waits for it waits for itself
	 */
	CompletableFuture<Void> ended();

}
