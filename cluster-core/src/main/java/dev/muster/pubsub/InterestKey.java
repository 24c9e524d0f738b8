package dev.muster.pubsub;

/**
 * What makes one interest differ from another: its kind, the group, and the pattern. One
 * text, for there may be many, and most are of the first kind: there the key is the
 * pattern itself. The marks of the others are no part of patterns or names.
 */
final class InterestKey {

	private static final char GROUP_MARK = '\u0001';

	private static final char RESPONDER_MARK = '\u0002';

	private InterestKey() {
	}

	/**
	 * Every message is wanted.
	 */
	static String subscriber(String pattern) {
		return pattern;
	}

	/**
	 * The messages are wanted for which this member is chosen from the group.
	 */
	static String groupMember(String group, String pattern) {
		return GROUP_MARK + group + GROUP_MARK + pattern;
	}

	/**
	 * Requests are answered.
	 */
	static String responder(String pattern) {
		return RESPONDER_MARK + pattern;
	}

	static int kind(String key) {
		return switch (key.charAt(0)) {
			case GROUP_MARK -> Frames.GROUP_MEMBER;
			case RESPONDER_MARK -> Frames.RESPONDER;
			default -> Frames.SUBSCRIBER;
		};
	}

	static String pattern(String key) {
		return switch (kind(key)) {
			case Frames.GROUP_MEMBER -> key.substring(key.indexOf(GROUP_MARK, 1) + 1);
			case Frames.RESPONDER -> key.substring(1);
			default -> key;
		};
	}

	/**
	 * Return the group of the key of a group's member.
	 */
	static String group(String key) {
		return key.substring(1, key.indexOf(GROUP_MARK, 1));
	}

}
