package dev.muster.pubsub;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The numbers of what this member has for another one: each message, whatever becomes of
 * it, has exactly one. It is drawn when the message is put into a batch or given up. So
 * the receiver finds what it does not get as a gap. Outlives the receiver's absence.
 */
final class OutboundStream {

	private final long epoch;

	private final AtomicLong next = new AtomicLong(1);

	/**
	 * Create a stream.
	 * @param epoch higher than that of any earlier stream for the same receiver
	 */
	OutboundStream(long epoch) {
		this.epoch = epoch;
	}

	/**
	 * Draw numbers for messages in a row, or for some that are not sent.
	 * @param count how many, or 0 to look only
	 * @return the first number
	 */
	long take(int count) {
		return this.next.getAndAdd(count);
	}

	/**
	 * Return which stream this is.
	 */
	long epoch() {
		return this.epoch;
	}

}
