package dev.muster.autoconfigure.pubsub;

import java.time.Duration;
import java.util.Locale;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.codec.PayloadCodec;
import dev.muster.pubsub.Overflow;
import dev.muster.pubsub.PubSubSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Properties below {@code muster.pubsub}.
 */
public class PubSubProperties {

	private static final PubSubSettings DEFAULTS = PubSubSettings.defaults();

	/**
	 * Codec for payloads that are neither bytes nor text. Must be the same on all
	 * members. A bean of type PayloadCodec takes its place.
	 */
	private @Nullable Codec codec;

	/**
	 * Number of messages that may wait for a subscription, and for a member.
	 */
	private int queueCapacity = DEFAULTS.queueCapacity();

	/**
	 * What happens when a queue is full.
	 */
	private Overflow overflow = DEFAULTS.overflow();

	/**
	 * How long the overflow policy 'block' waits.
	 */
	private Duration blockTimeout = DEFAULTS.blockTimeout();

	/**
	 * Limit of an encoded message with its topic and headers.
	 */
	private DataSize maxMessageSize = DataSize.ofBytes(DEFAULTS.maxMessageSize());

	/**
	 * Number of requests and messages to be confirmed of this node that may wait for
	 * answers, and of requests that may wait for this node's.
	 */
	private int maxOpenRequests = DEFAULTS.maxOpenRequests();

	private final Observation observation = new Observation();

	public @Nullable Codec getCodec() {
		return this.codec;
	}

	public void setCodec(@Nullable Codec codec) {
		this.codec = codec;
	}

	public int getQueueCapacity() {
		return this.queueCapacity;
	}

	public void setQueueCapacity(int queueCapacity) {
		this.queueCapacity = queueCapacity;
	}

	public Overflow getOverflow() {
		return this.overflow;
	}

	public void setOverflow(Overflow overflow) {
		this.overflow = overflow;
	}

	public Duration getBlockTimeout() {
		return this.blockTimeout;
	}

	public void setBlockTimeout(Duration blockTimeout) {
		this.blockTimeout = blockTimeout;
	}

	public DataSize getMaxMessageSize() {
		return this.maxMessageSize;
	}

	public void setMaxMessageSize(DataSize maxMessageSize) {
		this.maxMessageSize = maxMessageSize;
	}

	public int getMaxOpenRequests() {
		return this.maxOpenRequests;
	}

	public void setMaxOpenRequests(int maxOpenRequests) {
		this.maxOpenRequests = maxOpenRequests;
	}

	public Observation getObservation() {
		return this.observation;
	}

	/**
	 * Make the settings of a bus.
	 * @param payloadCodec the codec, or {@code null} if there is none
	 * @return the settings
	 * @throws InvalidClusterPropertyException if a property is out of its bounds, or
	 * names a codec that needs a library which is not there
	 */
	public PubSubSettings toSettings(@Nullable PayloadCodec payloadCodec) {
		if (payloadCodec == null && this.codec != null && this.codec.library != null) {
			throw new InvalidClusterPropertyException("muster.pubsub.codec",
					"the codec '" + this.codec.name().toLowerCase(Locale.ROOT)
							+ "' is not there, as it needs Jackson 3 and a bean of type JsonMapper",
					"Add '" + this.codec.library + "' to the application, with 'spring-boot-starter-jackson', or choose"
							+ " another codec.");
		}
		int maxBytes = (int) Math.max(0, Math.min(this.maxMessageSize.toBytes(), Integer.MAX_VALUE));
		try {
			return new PubSubSettings(payloadCodec, this.queueCapacity, this.overflow, this.blockTimeout, maxBytes,
					this.maxOpenRequests);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidClusterPropertyException.from(ex, "muster.pubsub");
		}
	}

	/**
	 * What is observed.
	 */
	public static class Observation {

		/**
		 * Whether publishing and handlers are observed, where there is an
		 * ObservationRegistry, and trace context travels in the headers of messages.
		 */
		private boolean enabled = true;

		/**
		 * Whether topic, sender and subscription are in the log's context (MDC) while a
		 * message is handled.
		 */
		private boolean mdc = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public boolean isMdc() {
			return this.mdc;
		}

		public void setMdc(boolean mdc) {
			this.mdc = mdc;
		}

	}

	/**
	 * Which codec.
	 */
	public enum Codec {

		/** JSON, by Jackson. */
		JSON("tools.jackson.core:jackson-databind"),

		/** CBOR, by Jackson. */
		CBOR("tools.jackson.dataformat:jackson-dataformat-cbor"),

		/** Smile, by Jackson. */
		SMILE("tools.jackson.dataformat:jackson-dataformat-smile"),

		/** None: bytes and text only. */
		RAW(null);

		private final @Nullable String library;

		Codec(@Nullable String library) {
			this.library = library;
		}

	}

}
