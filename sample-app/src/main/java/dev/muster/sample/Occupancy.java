package dev.muster.sample;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.muster.annotation.PresenceListener;
import dev.muster.presence.Presence;
import dev.muster.presence.PresenceDiff;
import dev.muster.presence.PresenceEntry;
import dev.muster.presence.PresenceSession;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Who is in which room, on all nodes. Each browser has a session of its own; those of a
 * node that stops or fails end with it.
 */
@Component
class Occupancy {

	/** People in a room are present under {@code board.rooms.<room>}. */
	private static final String TOPIC = "board.rooms.";

	private static final Comparator<Occupant> BY_NAME = Comparator
		.comparing(Occupant::key, String.CASE_INSENSITIVE_ORDER)
		.thenComparing(Occupant::key)
		.thenComparing(Occupant::node)
		.thenComparing(Occupant::ref);

	private final Presence presence;

	private final ApplicationEventPublisher events;

	Occupancy(Presence presence, ApplicationEventPublisher events) {
		this.presence = presence;
		this.events = events;
	}

	/**
	 * Enter a room.
	 * @return closes to leave it
	 */
	PresenceSession enter(String room, String name) {
		PresenceSession session = this.presence.open();
		session.track(TOPIC + room, name, ""); // the name is all there is to know
		return session;
	}

	@PresenceListener(TOPIC + "*")
	void changed(PresenceDiff diff) {
		// What it is each stream finds out for its browser, which may be slow
		this.events.publishEvent(new BoardChangedEvent());
	}

	/**
	 * Return who is in a room, by name: one for each browser.
	 */
	List<Occupant> occupants(String room) {
		return this.presence.list(TOPIC + room)
			.stream()
			.map((entry) -> new Occupant(entry.key(), entry.ref().toString(), entry.member().name()))
			.sorted(BY_NAME)
			.toList();
	}

	/**
	 * Return how many people are in a room, however many browsers they have.
	 */
	int people(String room) {
		return (int) this.presence.list(TOPIC + room).stream().map(PresenceEntry::key).distinct().count();
	}

	/**
	 * Return the rooms that have occupants.
	 */
	TreeSet<String> rooms() {
		return this.presence.topics()
			.stream()
			.filter((topic) -> topic.startsWith(TOPIC))
			.map((topic) -> topic.substring(TOPIC.length()))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
