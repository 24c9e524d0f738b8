package dev.muster.pubsub;

import dev.muster.Member;
import dev.muster.codec.PayloadCodecs;

/**
 * Encodes payloads, within the limit of messages.
 */
final class MessageEncoder {

	private final BusContext context;

	private final PayloadCodecs codecs;

	private final int maxMessageSize;

	MessageEncoder(BusContext context, PayloadCodecs codecs, int maxMessageSize) {
		this.context = context;
		this.codecs = codecs;
		this.maxMessageSize = maxMessageSize;
	}

	PayloadCodecs codecs() {
		return this.codecs;
	}

	int maxMessageSize() {
		return this.maxMessageSize;
	}

	/**
	 * Encode a payload.
	 * @throws PayloadTooLargeException if the message would be above the limit
	 */
	byte[] encode(Route route, byte[] headers, Object payload) {
		requireSize(route, headers, minimalSize(payload)); // before it is copied
		byte[] body = this.codecs.encode(payload);
		requireSize(route, headers, body.length);
		return body;
	}

	/**
	 * Encode a message.
	 * @throws PayloadTooLargeException if it is above the limit
	 */
	Draft draft(Route route, Member self, Object payload, PublishOptions options) {
		byte[] headers = Frames.headers(options.wireHeaders());
		byte[] body = encode(route, headers, payload);
		return new Draft(route, self, this.codecs.idFor(payload), this.context.clock().millis(), options.wireHeaders(),
				headers, (body == payload) ? body.clone() : body); // the publisher may go
																	// on to use its array
	}

	/**
	 * Count what of an envelope is above its allowance as a part of the message.
	 */
	void requireSize(Draft draft, int envelope) {
		long size = draft.size() + Math.max(0, envelope - DeliveryFrames.MAX_ENVELOPE);
		if (size > this.maxMessageSize) {
			throw new PayloadTooLargeException(draft.route().topic(), size, this.maxMessageSize);
		}
	}

	private void requireSize(Route route, byte[] headers, long payload) {
		long size = Frames.messageSize(route.encodedTopic(), headers, payload);
		if (size > this.maxMessageSize) {
			throw new PayloadTooLargeException(route.topic(), size, this.maxMessageSize);
		}
	}

	private static int minimalSize(Object payload) {
		if (payload instanceof byte[] bytes) {
			return bytes.length;
		}
		return (payload instanceof String text) ? text.length() : 0;
	}

}
