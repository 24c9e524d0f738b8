package dev.muster.sample;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.UUID;

/**
 * What somebody said in a room. Ordered by time, then by id: the order is the same on
 * every node, whatever the order of arrival.
 *
 * @param id identity, by which a second copy is known
 * @param room the room
 * @param author who said it
 * @param text what was said
 * @param sentAt when, by the clock of the node it came through, in milliseconds
 * @param node the name of the node it came through
 */
public record BoardMessage(UUID id, String room, String author, String text, Instant sentAt,
		String node) implements Comparable<BoardMessage> {

	private static final Comparator<BoardMessage> ORDER = Comparator.comparing(BoardMessage::sentAt)
		.thenComparing(BoardMessage::id);

	public BoardMessage {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(sentAt, "sentAt");
		Objects.requireNonNull(node, "node");
		room = Limits.room(room);
		author = Limits.name("author", author);
		text = Limits.text(text);
	}

	@Override
	public int compareTo(BoardMessage other) {
		return ORDER.compare(this, other);
	}

}
