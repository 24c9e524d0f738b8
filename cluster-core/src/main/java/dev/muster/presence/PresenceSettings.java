package dev.muster.presence;

import java.time.Duration;

/**
 * Settings of presence. Immutable: each {@code with} method returns another object.
 *
 * @param maxMetaSize limit of the metadata of an entry, encoded, in bytes
 * @param maxKeySize limit of a key, in bytes of UTF-8
 * @param maxTopicSize limit of a topic, in bytes of UTF-8, 255 at the most
 * @param maxEntries limit of the entries of this node
 * @param maxSessionEntries limit of the entries of a session
 * @param maxTopicEntries limit of the entries under a topic, those of all members
 * @param queueCapacity how many diffs may wait for a listener
 * @param handOver how long entries of a member that said goodbye stay, so that another
 * one can take them over; zero: not at all
 * @param downRetention how long the entries of a member that failed are kept, hidden, in
 * case it comes back
 * @param maxDownEntries how many such entries are kept in all: above, the member that is
 * away the longest is forgotten first
 */
public record PresenceSettings(int maxMetaSize, int maxKeySize, int maxTopicSize, int maxEntries, int maxSessionEntries,
		int maxTopicEntries, int queueCapacity, Duration handOver, Duration downRetention, int maxDownEntries) {

	private static final PresenceSettings DEFAULTS = new PresenceSettings(4096, 256, 255, 2_000_000, 10_000, 1_000_000,
			1024, Duration.ZERO, Duration.ofMinutes(20), 1_000_000);

	private static final int MAX_BYTES = 32 * 1024;

	public PresenceSettings {
		require(maxMetaSize >= 0 && maxMetaSize <= MAX_BYTES, "max-meta-size", "0 to 32KB are possible");
		require(maxKeySize >= 1 && maxKeySize <= MAX_BYTES, "max-key-size", "1B to 32KB are possible");
		require(maxTopicSize >= 1 && maxTopicSize <= 255, "max-topic-size", "1B to 255B are possible");
		require(maxEntries >= 1, "max-entries", "at least 1 is needed");
		require(maxSessionEntries >= 1, "max-session-entries", "at least 1 is needed");
		require(maxTopicEntries >= 1, "max-topic-entries", "at least 1 is needed");
		require(queueCapacity >= 1, "queue-capacity", "at least 1 is needed");
		require(!handOver.isNegative() && handOver.compareTo(Duration.ofHours(1)) <= 0, "hand-over",
				"0s to 1h are possible");
		require(!downRetention.isNegative() && downRetention.compareTo(Duration.ofDays(1)) <= 0, "down-retention",
				"0s to 1d are possible");
		require(maxDownEntries >= 0, "max-down-entries", "it must not be negative");
	}

	private static void require(boolean condition, String name, String remedy) {
		if (!condition) {
			throw new IllegalArgumentException("muster.presence." + name + ": " + remedy);
		}
	}

	/**
	 * Return the defaults.
	 * @return the settings
	 */
	public static PresenceSettings defaults() {
		return DEFAULTS;
	}

	/**
	 * Bound what is tracked.
	 * @param node limit of the entries of this node
	 * @param session limit of the entries of a session
	 * @param topic limit of the entries under a topic
	 * @return the settings
	 */
	public PresenceSettings withLimits(int node, int session, int topic) {
		return new PresenceSettings(this.maxMetaSize, this.maxKeySize, this.maxTopicSize, node, session, topic,
				this.queueCapacity, this.handOver, this.downRetention, this.maxDownEntries);
	}

	/**
	 * Say how long entries wait to be taken over.
	 * @param time how long
	 * @return the settings
	 */
	public PresenceSettings withHandOver(Duration time) {
		return new PresenceSettings(this.maxMetaSize, this.maxKeySize, this.maxTopicSize, this.maxEntries,
				this.maxSessionEntries, this.maxTopicEntries, this.queueCapacity, time, this.downRetention,
				this.maxDownEntries);
	}

}
