package dev.muster.pubsub;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A frame on its way out, for one or many members. A large payload is an array of its
 * own, which is copied by nobody between the publisher and the receiver's handler but by
 * the transport.
 */
final class OutboundFrame {

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
	 * Return how long the frame is, in bytes.
	 */
	int size() {
		return this.size;
	}

	void addTo(List<byte[]> batch) {
		batch.add(this.head);
		if (this.payload != null) {
			batch.add(this.payload);
		}
	}

}
