package dev.muster.presence;

/**
 * A topic, as long as anybody defines it or has entries in it.
 */
final class TopicState {

	private static final PresenceSubscription[] NONE = {};

	private final String name;

	private volatile Members members = Members.EMPTY;

	// all that follows is the writer's

	/** Which owners are hidden as far as the listeners know. */
	private Hidden reported = Hidden.NONE;

	private PresenceSubscription[] listeners = NONE;

	/** How many definitions there are of it. */
	private int definitions;

	TopicState(String name) {
		this.name = name;
	}

	String name() {
		return this.name;
	}

	Members members() {
		return this.members;
	}

	void publish(Members newMembers) {
		this.members = newMembers;
	}

	Hidden reported() {
		return this.reported;
	}

	void setReported(Hidden hidden) {
		this.reported = hidden;
	}

	PresenceSubscription[] listeners() {
		return this.listeners;
	}

	boolean hasListeners() {
		return this.listeners.length > 0;
	}

	void setListeners(PresenceSubscription[] newListeners) {
		this.listeners = (newListeners.length > 0) ? newListeners : NONE;
	}

	void define(int change) {
		this.definitions += change;
	}

	boolean isUnused() {
		return this.definitions == 0 && this.members.size() == 0;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
