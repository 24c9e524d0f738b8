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
	 * still finish. Messages still in the queue are discarded. Closing twice does
	 * nothing.
	 */
	@Override
	void close();

}
