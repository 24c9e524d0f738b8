package dev.muster.replication;

import org.jspecify.annotations.Nullable;

/**
 * Frames for one member that are made when they are sent, so that not all of a large
 * answer is in memory at once. Read by one thread at a time, cancelled by any.
 */
abstract class FrameStream {

	private volatile boolean cancelled;

	/**
	 * Return the next frame, or {@code null} at the end.
	 */
	final byte @Nullable [] next() {
		return this.cancelled ? null : produce();
	}

	/** A newer answer is under way. */
	final void cancel() {
		this.cancelled = true;
	}

	abstract byte @Nullable [] produce();

}
