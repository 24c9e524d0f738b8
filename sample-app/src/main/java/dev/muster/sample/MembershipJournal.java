package dev.muster.sample;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.autoconfigure.event.MemberJoinedEvent;
import dev.muster.autoconfigure.event.MemberLeftEvent;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The latest joins and leaves, as this node saw them.
 */
@Component
class MembershipJournal {

	private static final int MAX_CHANGES = 20;

	private final Deque<Change> changes = new ArrayDeque<>();

	private final ApplicationEventPublisher events;

	MembershipJournal(ApplicationEventPublisher events) {
		this.events = events;
	}

	@EventListener
	void joined(MemberJoinedEvent event) {
		note(event.member(), What.JOINED);
	}

	@EventListener
	void left(MemberLeftEvent event) {
		note(event.member(), (event.reason() == Departure.LEFT) ? What.LEFT : What.FAILED);
	}

	private void note(Member member, What what) {
		synchronized (this) {
			if (this.changes.size() == MAX_CHANGES) {
				this.changes.removeLast();
			}
			this.changes.addFirst(new Change(Instant.now().truncatedTo(ChronoUnit.MILLIS), member.name(), what));
		}
		this.events.publishEvent(new BoardChangedEvent());
	}

	/**
	 * Return the changes, the newest first.
	 */
	synchronized List<Change> changes() {
		return List.copyOf(this.changes);
	}

	/**
	 * A join or a leave.
	 *
	 * @param at when it was noted
	 * @param member the member's name
	 * @param what what it did
	 */
	record Change(Instant at, String member, What what) {
	}

	/** What a member did. */
	enum What {

		/** It came. */
		JOINED,

		/** It said goodbye. */
		LEFT,

		/** It vanished. */
		FAILED

	}

}
