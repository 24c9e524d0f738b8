package dev.muster.pubsub;

/**
 * What happens to a message for which a bounded queue has no room.
 */
public enum Overflow {

	/**
	 * Wait for room, at the longest for the block timeout. {@code publish} waits itself,
	 * and fails after that. For a message from another member its delivery lane waits,
	 * which pushes back on that publisher, and also delays what it sent to other
	 * subscriptions of the member; after the timeout the message is dropped and counted,
	 * and for this subscription nothing waits any more until its queue is half empty
	 * again. So a subscription that stays slower than its publishers does lose messages.
	 * <p>
	 * A message that is larger than 60 kB waits until no more than 2 MiB wait for the
	 * member, so that small ones behind it do not wait for many such.
	 */
	BLOCK,

	/**
	 * Drop what has waited longest. It is counted.
	 */
	DROP_OLDEST,

	/**
	 * Drop the message. It is counted.
	 */
	DROP_NEWEST,

	/**
	 * {@code publish} fails with a {@link PublishOverflowException}; a message from
	 * another member is dropped and counted.
	 */
	FAIL

}
