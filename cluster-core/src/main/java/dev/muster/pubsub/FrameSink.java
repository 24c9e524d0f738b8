package dev.muster.pubsub;

import java.util.List;
import java.util.Map;

/**
 * Is given the frames of a batch, in order.
 */
interface FrameSink {

	/**
	 * A message. Its payload is a part of the batch's array.
	 */
	void message(String topic, int codec, long sentAt, Map<String, String> headers, byte[] batch, int offset,
			int length);

	/**
	 * A part of what the sender is interested in.
	 */
	void snapshot(boolean first, boolean last, long version, List<String> patterns);

	/**
	 * What changed in what the sender is interested in.
	 */
	void delta(long from, long to, List<InterestChange> changes);

	/**
	 * The sender knows our interest.
	 */
	void ack(long version);

	/**
	 * The sender does not know our interest.
	 */
	void request();

	/**
	 * Something in a batch is no frame that we know; it was skipped.
	 */
	void skipped(String problem);

}
