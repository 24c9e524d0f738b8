package dev.muster.pubsub;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A frame on its way out, for one or many members. A large payload is an array of its
 * own, which is copied by nobody between the publisher and the receiver's handler but by
 * the transport.
 */
class OutboundFrame {

	/** From this size on a payload is an array of its own; smaller ones are copied. */
	static final int LARGE_PAYLOAD = 512;

	private final byte[] head;

	private final byte @Nullable [] payload;

	/** Here, since to ask arrays that other threads made costs more. */
	private final int size;

	private OutboundFrame(byte[] head, byte @Nullable [] payload, int size) {
		this.head = head;
		this.payload = payload;
		this.size = size;
	}

	/**
	 * Make the same frame once more.
	 * @param room how many bytes will stand in front of it
	 */
	OutboundFrame(OutboundFrame frame, int room) {
		this(frame.head, frame.payload, frame.length() + room);
	}

	/**
	 * Make a frame of all its bytes.
	 */
	static OutboundFrame of(byte[] frame) {
		return new OutboundFrame(frame, null, frame.length);
	}

	/**
	 * Make a frame of what stands in front of its payload, and the payload.
	 */
	static OutboundFrame of(byte[] head, byte[] payload) {
		return new OutboundFrame(head, payload, head.length + payload.length);
	}

	/**
	 * Return how long the frame is, in bytes, with what may stand in front of it.
	 */
	final int size() {
		return this.size;
	}

	/**
	 * Return how long it is without that, in bytes.
	 */
	final int length() {
		return this.head.length + ((this.payload != null) ? this.payload.length : 0);
	}

	final void addTo(List<byte[]> batch) {
		batch.add(this.head);
		addPayload(batch);
	}

	/**
	 * Add it to a batch with something in front, in one array with its head, so that
	 * readers find it in as many as without.
	 */
	final void addTo(List<byte[]> batch, FrameWriter front) {
		batch.add(front.writeBytes(this.head).toByteArray());
		addPayload(batch);
	}

	private void addPayload(List<byte[]> batch) {
		if (this.payload != null) {
			batch.add(this.payload);
		}
	}

}
