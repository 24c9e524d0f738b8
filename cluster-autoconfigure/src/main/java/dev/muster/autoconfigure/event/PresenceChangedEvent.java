package dev.muster.autoconfigure.event;

import dev.muster.presence.Presence;
import dev.muster.presence.PresenceDiff;

import org.springframework.context.ApplicationEvent;

/**
 * Presence changed under one topic. Only with {@code muster.presence.events}.
 */
public class PresenceChangedEvent extends ApplicationEvent {

	private final transient PresenceDiff diff;

	/**
	 * Create an event.
	 * @param presence where it changed
	 * @param diff what changed
	 */
	public PresenceChangedEvent(Presence presence, PresenceDiff diff) {
		super(presence);
		this.diff = diff;
	}

	/**
	 * Return what changed.
	 * @return the diff
	 */
	public PresenceDiff diff() {
		return this.diff;
	}

	@Override
	public String toString() {
		return "PresenceChangedEvent[" + this.diff + "]";
	}

}
