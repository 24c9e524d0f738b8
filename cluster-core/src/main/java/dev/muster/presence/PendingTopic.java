package dev.muster.presence;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What one batch changes under one topic. Changes that cancel each other out are as if
 * they never were.
 */
final class PendingTopic {

	private final TopicState topic;

	private final Members before;

	private Members after;

	/** Only for a topic that somebody listens to. */
	private final @Nullable Map<Change.Key, Change> changes;

	PendingTopic(TopicState topic) {
		this.topic = topic;
		this.before = topic.members();
		this.after = this.before;
		this.changes = topic.hasListeners() ? new LinkedHashMap<>() : null;
	}

	TopicState topic() {
		return this.topic;
	}

	Members before() {
		return this.before;
	}

	Members after() {
		return this.after;
	}

	@Nullable Map<Change.Key, Change> changes() {
		return this.changes;
	}

	void add(Tracked entry, boolean shown) {
		this.after = this.after.with(entry);
		if (shown && this.changes != null) {
			Change.Key key = Change.Key.of(entry);
			Change earlier = this.changes.get(key);
			this.changes.put(key, new Change((earlier != null) ? earlier.before() : null, entry));
		}
	}

	void remove(Tracked entry, boolean shown) {
		if (!this.after.contains(entry)) {
			return; // such as one that was taken over
		}
		this.after = this.after.without(entry);
		if (shown && this.changes != null) {
			Change.Key key = Change.Key.of(entry);
			Change earlier = this.changes.remove(key);
			if (earlier == null || earlier.before() != null) {
				this.changes.put(key, new Change((earlier != null) ? earlier.before() : entry, null));
			}
		}
	}

	void update(Tracked old, Tracked entry, boolean shown) {
		if (!this.after.contains(old)) {
			add(entry, shown);
			return;
		}
		this.after = this.after.replace(old, entry);
		if (shown && this.changes != null) {
			Change earlier = this.changes.remove(Change.Key.of(old));
			this.changes.put(Change.Key.of(entry), new Change((earlier != null) ? earlier.before() : old, entry));
		}
	}

}
