package dev.muster.topic;

import org.jspecify.annotations.Nullable;

/**
 * What a topic and a pattern may be. Segments of any characters but white space, control
 * characters and {@code *}, none empty, separated by {@code .}, {@code :} or {@code /}.
 */
public final class TopicSyntax {

	/**
	 * How long a topic or a pattern may be in UTF-8: bounds what peers can make each
	 * other remember.
	 */
	public static final int MAX_BYTES = 255;

	private static final int SHOWN = 60;

	private TopicSyntax() {
	}

	/**
	 * Refuse what is no topic.
	 * @param topic a text
	 * @throws IllegalArgumentException if it is none
	 */
	public static void requireTopic(String topic) {
		require(topic, false, "topic");
	}

	/**
	 * Refuse what is no topic pattern.
	 * @param pattern a text
	 * @throws IllegalArgumentException if it is none
	 */
	public static void requirePattern(String pattern) {
		require(pattern, true, "topic pattern");
	}

	/**
	 * Return whether a character separates segments.
	 * @param c a character
	 * @return whether it does
	 */
	public static boolean isSeparator(char c) {
		return c == '.' || c == ':' || c == '/';
	}

	/**
	 * Find out whether a legal pattern has wildcards.
	 * @param pattern the pattern
	 * @return whether it has
	 */
	public static boolean hasWildcard(String pattern) {
		return pattern.indexOf('*') >= 0;
	}

	private static void require(String text, boolean wildcards, String what) {
		String problem = problem(text, wildcards);
		if (problem != null) {
			throw new IllegalArgumentException("'" + printable(text) + "' is no " + what + ": " + problem);
		}
	}

	/**
	 * Say what is wrong.
	 * @param text a topic or pattern
	 * @param wildcards whether it may have wildcards
	 * @return the problem, or {@code null} if there is none
	 */
	public static @Nullable String problem(String text, boolean wildcards) {
		if (text.isEmpty()) {
			return "it is empty";
		}
		int bytes = 0;
		int segmentStart = 0;
		int length = text.length();
		for (int i = 0; i <= length; i++) {
			if (i < length && !isSeparator(text.charAt(i))) {
				char c = text.charAt(i);
				if (Character.isISOControl(c) || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
					return "it has white space or a control character at index " + i;
				}
				if (Character.isSurrogate(c)) {
					if (!Character.isHighSurrogate(c) || i + 1 == length
							|| !Character.isLowSurrogate(text.charAt(i + 1))) {
						return "it has half a character at index " + i;
					}
					i++;
				}
				bytes += utf8Length(c);
			}
			else {
				bytes++;
				String problem = segmentProblem(text, segmentStart, i, wildcards);
				if (problem != null) {
					return problem;
				}
				segmentStart = i + 1;
			}
			if (bytes > MAX_BYTES + 1) {
				return "it is longer than " + MAX_BYTES + " bytes";
			}
		}
		return null;
	}

	private static @Nullable String segmentProblem(String text, int start, int end, boolean wildcards) {
		if (start == end) {
			return "it has an empty segment at index " + start + " (separators are '.', ':' and '/')";
		}
		int star = text.indexOf('*', start);
		if (star < 0 || star >= end) {
			return null;
		}
		if (!wildcards) {
			return "'*' is for patterns";
		}
		if (end - start == 1) {
			return null;
		}
		if (end - start > 2 || text.charAt(start) != '*' || text.charAt(start + 1) != '*') {
			return "'*' stands for a whole segment, not for a part of one";
		}
		return (end == text.length()) ? null : "'**' can only be the last segment";
	}

	private static int utf8Length(char c) {
		if (c < 0x80) {
			return 1;
		}
		if (c < 0x800) {
			return 2;
		}
		return Character.isSurrogate(c) ? 4 : 3;
	}

	/**
	 * Make a text fit for a log line, whatever it is.
	 * @param text the text
	 * @return its beginning, without control characters
	 */
	public static String printable(String text) {
		StringBuilder result = new StringBuilder();
		for (int i = 0; i < Math.min(text.length(), SHOWN); i++) {
			char c = text.charAt(i);
			if (Character.isISOControl(c) || Character.isSurrogate(c) || Character.getType(c) == Character.FORMAT
					|| Character.getType(c) == Character.LINE_SEPARATOR) {
				result.append(String.format("\\u%04x", (int) c));
			}
			else {
				result.append(c);
			}
		}
		return (text.length() > SHOWN) ? result + "... (" + text.length() + " characters)" : result.toString();
	}

}
