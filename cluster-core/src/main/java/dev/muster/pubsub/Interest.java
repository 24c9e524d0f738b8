package dev.muster.pubsub;

import org.jspecify.annotations.Nullable;

/**
 * What a member wants: a kind of message to the topics of a pattern.
 *
 * @param kind what for, one of {@link Frames#SUBSCRIBER}, {@link Frames#GROUP_MEMBER} and
 * {@link Frames#RESPONDER}
 * @param pattern the pattern
 * @param group the group of a group's member; else {@code null}
 */
record Interest(int kind, String pattern, @Nullable String group) {

	/**
	 * Every message is wanted.
	 */
	static Interest subscriber(String pattern) {
		return new Interest(Frames.SUBSCRIBER, pattern, null);
	}

	/**
	 * The messages are wanted for which this member is chosen from the group.
	 */
	static Interest groupMember(String group, String pattern) {
		return new Interest(Frames.GROUP_MEMBER, pattern, group);
	}

	/**
	 * Requests are answered.
	 */
	static Interest responder(String pattern) {
		return new Interest(Frames.RESPONDER, pattern, null);
	}

}
