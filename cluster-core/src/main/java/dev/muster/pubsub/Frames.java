package dev.muster.pubsub;

import java.util.Map;

/**
 * Makes the frames of the bus. What crosses the transport is a batch: the version byte,
 * then frames of a type byte, the length of the body, and the body. Numbers are of seven
 * bits a byte, lowest first; texts are UTF-8 after their length.
 *
 * <pre>
 * MESSAGE  topic, codec (byte), sent at (8 bytes, ms), headers (count, names and values), payload
 * STREAM   [ epoch, number, ahead ]
 * STREAMS  { receiver (8 bytes), epoch, number }
 * </pre>
 *
 * STREAM says which number the next frame has in the stream from the sender to the
 * receiver, and how many messages wait behind those of the batch: all frames after it in
 * the batch, whatever their types, are numbered one by one. With an empty body it says
 * that numbers go on where they were. STREAMS says it for several receivers of one batch,
 * each named by the lower half of its id.
 *
 * <p>
 * The value of a header without a name is the message's key.
 *
 * <p>
 * A frame of a type that a reader does not know is skipped: later versions may add. What
 * members want is not told here, but replicated ({@link InterestEntry}).
 */
final class Frames {

	static final int VERSION = 1;

	/** What each batch begins with. */
	static final byte[] PREFIX = { VERSION };

	static final int MESSAGE = 1;

	static final int STREAM = 6;

	static final int STREAMS = 7;

	/** Far above what a member can send in its life, and far below an overflow. */
	static final long MAX_NUMBER = 1L << 60;

	/** Kind of interest: wants every message. */
	static final int SUBSCRIBER = 0;

	/** Kind of interest: wants the messages for which it is chosen from its group. */
	static final int GROUP_MEMBER = 1;

	/** Kind of interest: answers requests. */
	static final int RESPONDER = 2;

	/**
	 * What a batch of one message has besides the message's body, at the most.
	 */
	static final int OVERHEAD = 7 + 24 + DeliveryFrames.MAX_ENVELOPE + ReplayFrames.MAX_HEAD + ReplayFrames.MAX_STAMPS;

	/** How large {@link #stream} is at the most. */
	static final int MAX_STREAM = 24;

	/** What begins a batch whose numbers were in the batch before. */
	static final byte[] STREAM_GOES_ON = { STREAM, 0 };

	private static final byte[] NO_HEADERS = { 0 };

	private Frames() {
	}

	/**
	 * Encode a topic once for all messages to it.
	 */
	static byte[] topic(String topic) {
		return new FrameWriter(topic.length() + 1).writeString(topic).toByteArray();
	}

	static byte[] headers(Map<String, String> headers) {
		if (headers.isEmpty()) {
			return NO_HEADERS;
		}
		FrameWriter writer = new FrameWriter(64).writeVarLong(headers.size());
		headers.forEach((name, value) -> writer.writeString(name).writeString(value));
		return writer.toByteArray();
	}

	/**
	 * Return the size of a message's body.
	 */
	static long messageSize(byte[] topic, byte[] headers, long payload) {
		return topic.length + 1 + 8 + headers.length + payload;
	}

	/**
	 * Make a message.
	 * @param topic made by {@link #topic}
	 * @param headers made by {@link #headers}
	 * @return the frame; the payload stands at its end
	 */
	static byte[] message(byte[] topic, int codec, long sentAt, byte[] headers, byte[] payload) {
		return head(topic, codec, sentAt, headers, payload.length, payload.length).writeBytes(payload).toByteArray();
	}

	/**
	 * Make a message, without a copy of its payload if that is large.
	 * @param topic made by {@link #topic}
	 * @param headers made by {@link #headers}
	 * @param payload the payload, which nobody changes any more
	 */
	static OutboundFrame outbound(byte[] topic, int codec, long sentAt, byte[] headers, byte[] payload) {
		if (payload.length < OutboundFrame.LARGE_PAYLOAD) {
			return OutboundFrame.of(message(topic, codec, sentAt, headers, payload));
		}
		return OutboundFrame.of(head(topic, codec, sentAt, headers, payload.length, 0).toByteArray(), payload);
	}

	private static FrameWriter head(byte[] topic, int codec, long sentAt, byte[] headers, int payload, int room) {
		int size = (int) messageSize(topic, headers, payload);
		return new FrameWriter(1 + FrameWriter.varLength(size) + size - payload + room).writeByte(MESSAGE)
			.writeVarLong(size)
			.writeBytes(topic)
			.writeByte(codec)
			.writeLong(sentAt)
			.writeBytes(headers);
	}

	/**
	 * Say which number the next frame has.
	 */
	static byte[] stream(long epoch, long first, long ahead) {
		int size = FrameWriter.varLength(epoch) + FrameWriter.varLength(first) + FrameWriter.varLength(ahead);
		return start(STREAM, size).writeVarLong(epoch).writeVarLong(first).writeVarLong(ahead).toByteArray();
	}

	/**
	 * Say which number the next frames have for each of their receivers.
	 * @param receivers the lower halves of their ids
	 * @param epochs which streams
	 * @param first the numbers of the next frame
	 */
	static byte[] streams(long[] receivers, long[] epochs, long[] first) {
		FrameWriter body = new FrameWriter(receivers.length * 14);
		for (int i = 0; i < receivers.length; i++) {
			body.writeLong(receivers[i]).writeVarLong(epochs[i]).writeVarLong(first[i]);
		}
		return start(STREAMS, body.size()).writeBytes(body.toByteArray()).toByteArray();
	}

	/**
	 * Begin a frame.
	 * @param size the size of its body
	 */
	static FrameWriter start(int type, int size) {
		return start(type, size, size);
	}

	/**
	 * Begin a frame of which not all is written here.
	 * @param size the size of its body
	 * @param room how much of it is written here
	 */
	static FrameWriter start(int type, int size, int room) {
		return new FrameWriter(1 + FrameWriter.varLength(size) + room).writeByte(type).writeVarLong(size);
	}

}
