package dev.muster.pubsub;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.muster.Member;
import dev.muster.codec.PayloadCodecs;
import dev.muster.codec.PayloadDecodingException;
import org.jspecify.annotations.Nullable;

/**
 * A message as it came, for all subscriptions of this member that want it. Decoded when
 * the first of them gets to it, once for each type.
 */
final class InboundMessage {

	private final PayloadCodecs codecs;

	private final String topic;

	private final Member sender;

	private final long sentAt;

	private final Map<String, String> headers;

	private final @Nullable String key;

	private final int codec;

	private final byte[] data;

	private final int offset;

	private final @Nullable Receipt receipt;

	private @Nullable Decoded decoded;

	/**
	 * Create a message. Its payload is the rest of an array that nobody changes any more.
	 */
	InboundMessage(PayloadCodecs codecs, String topic, Member sender, long sentAt, Map<String, String> headers,
			int codec, byte[] data, int offset) {
		this(codecs, topic, sender, sentAt, headers, codec, data, offset, null);
	}

	/**
	 * Create a message that somebody wants to know the fate of.
	 * @param headers its headers, among them its key if it has one, under
	 * {@link PublishOptions#KEY}
	 */
	InboundMessage(PayloadCodecs codecs, String topic, Member sender, long sentAt, Map<String, String> headers,
			int codec, byte[] data, int offset, @Nullable Receipt receipt) {
		this.codecs = codecs;
		this.topic = topic;
		this.sender = sender;
		this.sentAt = sentAt;
		this.key = headers.get(PublishOptions.KEY);
		this.headers = (this.key != null) ? without(headers, PublishOptions.KEY) : headers;
		this.codec = codec;
		this.data = data;
		this.offset = offset;
		this.receipt = receipt;
	}

	private static Map<String, String> without(Map<String, String> headers, String name) {
		Map<String, String> rest = new LinkedHashMap<>(headers);
		rest.remove(name);
		return Collections.unmodifiableMap(rest);
	}

	String topic() {
		return this.topic;
	}

	/**
	 * Return what the order of messages goes by where several are handled at a time.
	 */
	@Nullable String key() {
		return this.key;
	}

	Member sender() {
		return this.sender;
	}

	/**
	 * Return what is to be told of its fate.
	 */
	@Nullable Receipt receipt() {
		return this.receipt;
	}

	/**
	 * Return about how many bytes this holds on to.
	 */
	int size() {
		return 128 + this.data.length;
	}

	/**
	 * Return the message with a payload of the type that a subscription wants.
	 * @throws PayloadDecodingException if the payload cannot become that
	 */
	synchronized Message<Object> as(Type type) {
		Decoded match = this.decoded;
		while (match != null && !match.type.equals(type)) {
			match = match.next;
		}
		if (match == null) {
			match = new Decoded(this, type, this.decoded);
			this.decoded = match;
		}
		return match;
	}

	private Object decode(Type type) {
		byte[] payload = (this.offset == 0) ? this.data : Arrays.copyOfRange(this.data, this.offset, this.data.length);
		return this.codecs.decode(this.codec, payload, type);
	}

	/**
	 * The message with one type of payload.
	 */
	private static final class Decoded implements Message<Object> {

		private final InboundMessage origin;

		private final Type type;

		private final Object payload;

		private final @Nullable Decoded next;

		Decoded(InboundMessage origin, Type type, @Nullable Decoded next) {
			this.origin = origin;
			this.type = type;
			this.payload = origin.decode(type);
			this.next = next;
		}

		@Override
		public String topic() {
			return this.origin.topic;
		}

		@Override
		public Object payload() {
			return this.payload;
		}

		@Override
		public Member sender() {
			return this.origin.sender;
		}

		@Override
		public Instant sentAt() {
			return Instant.ofEpochMilli(this.origin.sentAt);
		}

		@Override
		public Map<String, String> headers() {
			return this.origin.headers;
		}

		@Override
		public String toString() {
			return "Message from " + sender() + " to '" + topic() + "'";
		}

	}

}
