package dev.muster.pubsub;

import dev.muster.MusterException;

/**
 * Thrown by {@code publish} for a payload above the limit.
 */
public class PayloadTooLargeException extends MusterException {

	private final long size;

	private final long limit;

	/**
	 * Create an exception.
	 * @param topic the topic
	 * @param size size of the encoded message, in bytes
	 * @param limit the limit, in bytes
	 */
	public PayloadTooLargeException(String topic, long size, long limit) {
		super("A message of " + size + " bytes for topic '" + topic + "' is above the limit of " + limit
				+ " bytes (muster.pubsub.max-message-size)");
		this.size = size;
		this.limit = limit;
	}

	/**
	 * Return the size of the message.
	 * @return the size, in bytes
	 */
	public long size() {
		return this.size;
	}

	/**
	 * Return the limit.
	 * @return the limit, in bytes
	 */
	public long limit() {
		return this.limit;
	}

}
