package dev.muster.pubsub;

import dev.muster.pubsub.replay.ReplayRing;

/**
 * Settings for the topics of a pattern.
 *
 * @param replay how many of the last messages that this node publishes to them it keeps,
 * for members that miss some; 0 for none, at the most 100,000
 * @param replayMaxBytes how many bytes these have at the most
 */
public record TopicSettings(int replay, long replayMaxBytes) {

	/**
	 * Default of {@link #replayMaxBytes()}: 16 MiB.
	 */
	public static final long DEFAULT_REPLAY_MAX_BYTES = 16L * 1024 * 1024;

	public TopicSettings {
		if (replay < 0 || replay > ReplayRing.MAX_CAPACITY) {
			throw new IllegalArgumentException("replay: 0 to " + ReplayRing.MAX_CAPACITY + " messages can be kept");
		}
		if (replayMaxBytes < 1) {
			throw new IllegalArgumentException("replay-max-size: at least 1 byte is needed");
		}
	}

	/**
	 * Create settings with the default of {@link #replayMaxBytes()}.
	 * @param replay how many messages are kept
	 * @return the settings
	 */
	public static TopicSettings replay(int replay) {
		return new TopicSettings(replay, DEFAULT_REPLAY_MAX_BYTES);
	}

}
