package dev.muster.topic;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern with wildcards, made ready for matching. Separators stand for themselves:
 * {@code a.*} matches {@code a.b} and not {@code a:b}. Immutable.
 */
public final class TopicPattern {

	private final String[] segments;

	/** The separator before each segment, and before the tail; the first is unused. */
	private final char[] separators;

	private final boolean tail;

	/**
	 * Make a pattern ready.
	 * @param pattern a legal pattern, see {@link TopicSyntax#requirePattern}
	 */
	public TopicPattern(String pattern) {
		List<String> parts = new ArrayList<>();
		StringBuilder before = new StringBuilder(" ");
		int start = 0;
		for (int end = segmentEnd(pattern, 0);; end = segmentEnd(pattern, start)) {
			parts.add(pattern.substring(start, end));
			if (end == pattern.length()) {
				break;
			}
			before.append(pattern.charAt(end));
			start = end + 1;
		}
		this.tail = parts.get(parts.size() - 1).equals("**");
		this.segments = parts.subList(0, parts.size() - (this.tail ? 1 : 0)).toArray(new String[0]);
		this.separators = before.toString().toCharArray();
	}

	/**
	 * Return whether a topic matches.
	 * @param topic a legal topic
	 * @return whether it does
	 */
	public boolean matches(String topic) {
		int position = 0;
		for (int i = 0; i < this.segments.length; i++) {
			if (i > 0) {
				if (position == topic.length() || topic.charAt(position) != this.separators[i]) {
					return false;
				}
				position++;
			}
			int end = segmentEnd(topic, position);
			String segment = this.segments[i];
			if (!segment.equals("*") && (segment.length() != end - position || !topic.startsWith(segment, position))) {
				return false;
			}
			position = end;
		}
		if (position == topic.length()) {
			return true;
		}
		return this.tail
				&& (this.segments.length == 0 || topic.charAt(position) == this.separators[this.segments.length]);
	}

	private static int segmentEnd(String text, int start) {
		int end = start;
		while (end < text.length() && !TopicSyntax.isSeparator(text.charAt(end))) {
			end++;
		}
		return end;
	}

}
