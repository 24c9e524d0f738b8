package dev.muster.pubsub;

import java.util.Map;

import org.jspecify.annotations.Nullable;

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
	 * A message that is for groups, to be confirmed, or a request. Its payload is a part
	 * of the batch's array.
	 */
	void enveloped(Envelope envelope, String topic, int codec, long sentAt, Map<String, String> headers, byte[] batch,
			int offset, int length);

	/**
	 * What the sender says to a request of ours, or to a message to be confirmed.
	 */
	void answer(long id, Answer answer);

	/**
	 * The sender does not wait for the answer to a request any more.
	 */
	void cancel(long id);

	/**
	 * The next frame has this number in the sender's stream to this member, and so have
	 * those after it in the batch, one by one.
	 * @param ahead how many messages wait behind those of the batch
	 */
	default void stream(long epoch, long first, long ahead) {
	}

	/**
	 * The same, if the receiver is this member.
	 * @param receiver the lower half of the receiver's id
	 * @return whether it is
	 */
	default boolean streamOf(long receiver, long epoch, long first) {
		return false;
	}

	/**
	 * A frame with a number follows.
	 * @return whether it is new; otherwise it is left out
	 */
	default boolean numbered() {
		return true;
	}

	/**
	 * Return whether a message that has numbers for some receivers is for this member.
	 * @param receiver the lower half of a receiver's id
	 */
	default boolean isReceiver(long receiver) {
		return false;
	}

	/**
	 * A message that the sender keeps.
	 * @param message to be given to {@link BatchReader#readKept} when it is its turn
	 */
	default void kept(int ring, long epoch, long number, long behind, FrameReader message) {
	}

	/**
	 * The sender says where it is with the messages of a ring of its own.
	 */
	default void mark(int ring, long epoch, long next, String pattern) {
	}

	/**
	 * The sender asks for messages of a ring of ours.
	 */
	default void ask(int ring, long epoch, long from, long to) {
	}

	/**
	 * The sender says what it has of some numbers.
	 * @param message the message of the last one, or {@code null}
	 */
	default void fill(int ring, long epoch, long from, long to, @Nullable FrameReader message) {
	}

	/**
	 * Something in a batch is no frame that we know; it was skipped.
	 */
	void skipped(String problem);

}
