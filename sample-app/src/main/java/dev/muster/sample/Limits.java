package dev.muster.sample;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What rooms, names and texts may be. Holds for people and for other nodes alike.
 */
final class Limits {

	/** How long a person's name may be, in UTF-16 units. */
	static final int NAME_LENGTH = 32;

	/** How long a message may be, in UTF-16 units. */
	static final int TEXT_LENGTH = 1000;

	/** How long the body of a request may be, in bytes. */
	static final int BODY_LENGTH = 64 * 1024;

	private static final Pattern ROOM = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

	private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

	private static final Pattern CONTROL_BUT_LINE_BREAKS = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]");

	private Limits() {
	}

	/**
	 * Check a room's name. It becomes a segment of a topic, so separators and wildcards
	 * are out.
	 */
	static String room(@Nullable String room) {
		if (room == null || !ROOM.matcher(room).matches()) {
			throw new InvalidInputException("room",
					"must be 1 to 32 lower-case letters, digits and hyphens, such as 'lobby'");
		}
		return room;
	}

	static String name(String field, @Nullable String name) {
		String stripped = (name != null) ? name.strip() : "";
		if (stripped.isEmpty() || stripped.length() > NAME_LENGTH || CONTROL.matcher(stripped).find()) {
			throw new InvalidInputException(field,
					"must be 1 to " + NAME_LENGTH + " characters without control characters");
		}
		return stripped;
	}

	static String text(@Nullable String text) {
		String stripped = (text != null) ? text.strip() : "";
		if (stripped.isEmpty() || stripped.length() > TEXT_LENGTH || CONTROL_BUT_LINE_BREAKS.matcher(stripped).find()) {
			throw new InvalidInputException("text",
					"must be 1 to " + TEXT_LENGTH + " characters without control characters");
		}
		return stripped;
	}

}
