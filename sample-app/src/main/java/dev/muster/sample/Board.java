package dev.muster.sample;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import dev.muster.Cluster;
import dev.muster.annotation.ClusterListener;
import dev.muster.pubsub.PubSub;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Posts messages to the cluster, and keeps what comes from it.
 */
@Component
class Board {

	/** Messages of a room have the topic {@code board.rooms.<room>}. */
	private static final String TOPIC = "board.rooms.";

	private static final int MAX_ROOMS = 100;

	private static final int MAX_MESSAGES = 50;

	private final Rooms rooms = new Rooms(MAX_ROOMS, MAX_MESSAGES);

	private final PubSub pubSub;

	private final Cluster cluster;

	private final ApplicationEventPublisher events;

	Board(PubSub pubSub, Cluster cluster, ApplicationEventPublisher events) {
		this.pubSub = pubSub;
		this.cluster = cluster;
		this.events = events;
	}

	/**
	 * Say something in a room, on every node.
	 * @throws InvalidInputException if an argument is beyond the {@link Limits}
	 * @throws dev.muster.MusterException if the cluster does not take it now
	 */
	BoardMessage post(@Nullable String room, @Nullable String author, @Nullable String text) {
		BoardMessage message = new BoardMessage(UUID.randomUUID(), Limits.room(room), Limits.name("author", author),
				Limits.text(text), Instant.now().truncatedTo(ChronoUnit.MILLIS), this.cluster.self().name());
		this.pubSub.publish(TOPIC + message.room(), message);
		// Our own copy comes over the bus too, a moment later. Who posts and then reads
		// need not wait for it; it will be known by its id.
		add(message);
		return message;
	}

	@ClusterListener(TOPIC + "*")
	void add(BoardMessage message) {
		addAll(List.of(message));
	}

	void addAll(List<BoardMessage> messages) {
		boolean changed = false;
		for (BoardMessage message : messages) {
			changed |= this.rooms.add(message);
		}
		if (changed) {
			this.events.publishEvent(new BoardChangedEvent());
		}
	}

	Rooms rooms() {
		return this.rooms;
	}

}
