package dev.muster.pubsub.replay;

import org.jspecify.annotations.Nullable;

/**
 * A message for as long as its ring keeps it.
 *
 * @param <F> what a message is
 */
public final class Kept<F> {

	private final int size;

	private volatile @Nullable F frame;

	Kept(F frame, int size) {
		this.frame = frame;
		this.size = size;
	}

	/**
	 * Return the message.
	 * @return the message, or {@code null} if it is not kept any more
	 */
	public @Nullable F frame() {
		return this.frame;
	}

	int size() {
		return this.size;
	}

	void forget() {
		this.frame = null;
	}

}
