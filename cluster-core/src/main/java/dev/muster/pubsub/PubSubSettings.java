package dev.muster.pubsub;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.muster.codec.PayloadCodec;
import dev.muster.pubsub.replay.ReplayRing;
import dev.muster.topic.TopicSyntax;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the bus.
 *
 * @param codec encodes payloads that are neither {@code byte[]} nor {@code String}, or
 * {@code null}: only those two can be published then
 * @param queueCapacity how many messages may wait for a subscription, and for a member,
 * by default; whatever the number, no more than 64 MiB, or 16 MiB for a member
 * @param overflow what happens when a queue is full, by default
 * @param blockTimeout how long {@link Overflow#BLOCK} waits
 * @param maxMessageSize limit of an encoded message with its topic and headers, in bytes,
 * for sending and for receiving; what fits into a frame of the transport is a limit too
 * @param maxOpenRequests how many requests and messages to be confirmed of this node may
 * wait for answers, and how many requests may wait for this node's
 * @param topics settings of topics, by pattern; of several that match, the first counts
 * @param replayTimeout how long a member waits for a publisher's answer when it misses
 * messages of topics with {@link TopicSettings#replay()}, before they are lost
 */
public record PubSubSettings(@Nullable PayloadCodec codec, int queueCapacity, Overflow overflow, Duration blockTimeout,
		int maxMessageSize, int maxOpenRequests, Map<String, TopicSettings> topics, Duration replayTimeout) {

	/**
	 * Default of {@link #maxMessageSize()}: 1 MiB.
	 */
	public static final int DEFAULT_MAX_MESSAGE_SIZE = 1024 * 1024;

	/**
	 * Default of {@link #maxOpenRequests()}.
	 */
	public static final int DEFAULT_MAX_OPEN_REQUESTS = 10_000;

	/**
	 * Default of {@link #replayTimeout()}: 10 seconds.
	 */
	public static final Duration DEFAULT_REPLAY_TIMEOUT = Duration.ofSeconds(10);

	public PubSubSettings {
		require(queueCapacity >= 1, "queue-capacity", "at least 1 is needed");
		require(!blockTimeout.isNegative(), "block-timeout", "it must not be negative");
		require(maxMessageSize >= 1024 && maxMessageSize <= 64 * 1024 * 1024, "max-message-size",
				"1KB to 64MB are possible");
		require(maxOpenRequests >= 1, "max-open-requests", "at least 1 is needed");
		require(replayTimeout.toMillis() >= 1, "replay-timeout", "at least 1ms is needed");
		topics = Collections.unmodifiableMap(new LinkedHashMap<>(topics));
		topics.keySet().forEach((pattern) -> {
			String problem = TopicSyntax.problem(pattern, true);
			require(problem == null, "topics",
					"'" + TopicSyntax.printable(pattern) + "' is no topic pattern: " + problem);
		});
		require(topics.values().stream().filter((topic) -> topic.replay() > 0).count() <= ReplayRing.MAX_RINGS,
				"topics", "at most " + ReplayRing.MAX_RINGS + " patterns can have replay");
	}

	/**
	 * Create settings with the default of {@link #maxOpenRequests()}.
	 * @param codec the codec
	 * @param queueCapacity how many messages may wait
	 * @param overflow what happens when a queue is full
	 * @param blockTimeout how long {@link Overflow#BLOCK} waits
	 * @param maxMessageSize limit of an encoded message
	 */
	public PubSubSettings(@Nullable PayloadCodec codec, int queueCapacity, Overflow overflow, Duration blockTimeout,
			int maxMessageSize) {
		this(codec, queueCapacity, overflow, blockTimeout, maxMessageSize, DEFAULT_MAX_OPEN_REQUESTS);
	}

	/**
	 * Create settings without any of topics.
	 * @param codec the codec
	 * @param queueCapacity how many messages may wait
	 * @param overflow what happens when a queue is full
	 * @param blockTimeout how long {@link Overflow#BLOCK} waits
	 * @param maxMessageSize limit of an encoded message
	 * @param maxOpenRequests how many requests may be open
	 */
	public PubSubSettings(@Nullable PayloadCodec codec, int queueCapacity, Overflow overflow, Duration blockTimeout,
			int maxMessageSize, int maxOpenRequests) {
		this(codec, queueCapacity, overflow, blockTimeout, maxMessageSize, maxOpenRequests, Map.of(),
				DEFAULT_REPLAY_TIMEOUT);
	}

	/**
	 * Return the defaults, without a codec.
	 * @return the settings
	 */
	public static PubSubSettings defaults() {
		return new PubSubSettings(null, 10_000, Overflow.BLOCK, Duration.ofSeconds(5), DEFAULT_MAX_MESSAGE_SIZE);
	}

	/**
	 * Return the same with a codec.
	 * @param codec the codec
	 * @return the settings
	 */
	public PubSubSettings withCodec(PayloadCodec codec) {
		return new PubSubSettings(codec, this.queueCapacity, this.overflow, this.blockTimeout, this.maxMessageSize,
				this.maxOpenRequests, this.topics, this.replayTimeout);
	}

	/**
	 * Return the same with other settings of topics.
	 * @param topics settings by pattern
	 * @param replayTimeout how long a member waits for what it misses
	 * @return the settings
	 */
	public PubSubSettings withTopics(Map<String, TopicSettings> topics, Duration replayTimeout) {
		return new PubSubSettings(this.codec, this.queueCapacity, this.overflow, this.blockTimeout, this.maxMessageSize,
				this.maxOpenRequests, topics, replayTimeout);
	}

	private static void require(boolean condition, String name, String remedy) {
		if (!condition) {
			throw new IllegalArgumentException("muster.pubsub." + name + ": " + remedy);
		}
	}

}
