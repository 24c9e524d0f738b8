package dev.muster.autoconfigure.pubsub;

import java.time.Duration;

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
	private Codec codec = Codec.JSON;

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

	public Codec getCodec() {
		return this.codec;
	}

	public void setCodec(Codec codec) {
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

	/**
	 * Make the settings of a bus.
	 * @param payloadCodec the codec, or {@code null} if there is none
	 * @return the settings
	 * @throws InvalidClusterPropertyException if a property is out of its bounds
	 */
	public PubSubSettings toSettings(@Nullable PayloadCodec payloadCodec) {
		int maxBytes = (int) Math.max(0, Math.min(this.maxMessageSize.toBytes(), Integer.MAX_VALUE));
		try {
			return new PubSubSettings(payloadCodec, this.queueCapacity, this.overflow, this.blockTimeout, maxBytes);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidClusterPropertyException.from(ex, "muster.pubsub");
		}
	}

	/**
	 * Which codec.
	 */
	public enum Codec {

		/** JSON, by Jackson. */
		JSON

	}

}
