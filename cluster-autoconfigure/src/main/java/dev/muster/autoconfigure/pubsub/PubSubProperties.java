package dev.muster.autoconfigure.pubsub;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.codec.PayloadCodec;
import dev.muster.pubsub.Overflow;
import dev.muster.pubsub.PubSubSettings;
import dev.muster.pubsub.TopicSettings;
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

	/**
	 * Settings of topics by topic or pattern, whose names stand in brackets: of several
	 * that match, the first counts.
	 */
	private final Map<String, Topic> topics = new LinkedHashMap<>();

	/**
	 * How long to wait for a publisher's answer when messages of topics with 'replay' are
	 * missing, before they are lost. What comes after them waits, too.
	 */
	private Duration replayTimeout = DEFAULTS.replayTimeout();

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

	public Map<String, Topic> getTopics() {
		return this.topics;
	}

	public Duration getReplayTimeout() {
		return this.replayTimeout;
	}

	public void setReplayTimeout(Duration replayTimeout) {
		this.replayTimeout = replayTimeout;
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
					this.maxOpenRequests, topicSettings(), this.replayTimeout);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidClusterPropertyException.from(ex, "muster.pubsub");
		}
	}

	private Map<String, TopicSettings> topicSettings() {
		Map<String, TopicSettings> settings = new LinkedHashMap<>();
		this.topics.forEach((pattern, topic) -> settings.put(pattern, topic.toSettings(pattern)));
		return settings;
	}

	/**
	 * Settings of the topics of a pattern.
	 */
	public static class Topic {

		/**
		 * Number of the last messages to these topics that this node keeps, for members
		 * that miss some.
		 */
		private @Nullable Integer replay;

		/**
		 * Limit of the messages that are kept, in bytes.
		 */
		private DataSize replayMaxSize = DataSize.ofBytes(TopicSettings.DEFAULT_REPLAY_MAX_BYTES);

		public @Nullable Integer getReplay() {
			return this.replay;
		}

		public void setReplay(@Nullable Integer replay) {
			this.replay = replay;
		}

		public DataSize getReplayMaxSize() {
			return this.replayMaxSize;
		}

		public void setReplayMaxSize(DataSize replayMaxSize) {
			this.replayMaxSize = replayMaxSize;
		}

		private TopicSettings toSettings(String pattern) {
			String name = "muster.pubsub.topics.[" + pattern + "]";
			if (this.replay == null) {
				throw new InvalidClusterPropertyException(name + ".replay", "it is not set",
						"Set '" + name + ".replay' to how many messages to keep.");
			}
			try {
				return new TopicSettings(this.replay, this.replayMaxSize.toBytes());
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalArgumentException(name + "." + ex.getMessage(), ex);
			}
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
