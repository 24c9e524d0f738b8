package dev.muster.pubsub;

import java.util.Map;

import dev.muster.Member;
import dev.muster.codec.PayloadCodecs;
import org.jspecify.annotations.Nullable;

/**
 * A message that is encoded and not sent yet.
 *
 * @param route where messages of its topic go
 * @param self who publishes
 * @param codec the codec's id
 * @param sentAt when it was made
 * @param headers its headers
 * @param encodedHeaders its headers, encoded
 * @param body its payload, encoded, which nobody changes any more
 */
record Draft(Route route, Member self, int codec, long sentAt, Map<String, String> headers, byte[] encodedHeaders,
		byte[] body) {

	/**
	 * Return how large it is without a frame around it, in bytes.
	 */
	long size() {
		return Frames.messageSize(this.route.encodedTopic(), this.encodedHeaders, this.body.length);
	}

	/**
	 * Make the message for other members, without an envelope.
	 */
	OutboundFrame plain() {
		return Frames.outbound(this.route.encodedTopic(), this.codec, this.sentAt, this.encodedHeaders, this.body);
	}

	/**
	 * Make the message for other members, in an envelope.
	 * @param type the frame's type
	 * @param envelope the encoded envelope
	 */
	OutboundFrame enveloped(int type, byte[] envelope) {
		boolean large = this.body.length >= OutboundFrame.LARGE_PAYLOAD;
		int size = envelope.length + (int) size();
		FrameWriter writer = Frames.start(type, size, large ? size - this.body.length : size)
			.writeBytes(envelope)
			.writeBytes(this.route.encodedTopic())
			.writeByte(this.codec)
			.writeLong(this.sentAt)
			.writeBytes(this.encodedHeaders);
		return large ? OutboundFrame.of(writer.toByteArray(), this.body)
				: OutboundFrame.of(writer.writeBytes(this.body).toByteArray());
	}

	/**
	 * Make the message for subscriptions of this member.
	 */
	InboundMessage inbound(PayloadCodecs codecs, @Nullable Receipt receipt) {
		return new InboundMessage(codecs, this.route.topic(), this.self, this.sentAt, this.headers, this.codec,
				this.body, 0, receipt);
	}

}
