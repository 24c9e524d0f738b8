package dev.muster.pubsub;

import java.util.HashSet;
import java.util.Set;

/**
 * The patterns of another member, by the kind of interest. Not safe for use by many
 * threads.
 */
final class PeerPatterns {

	private final PatternMap<Boolean> subscribers = new PatternMap<>();

	private final PatternMap<Boolean> responders = new PatternMap<>();

	/** By the pattern, of which groups. */
	private final PatternMap<Set<String>> members = new PatternMap<>();

	private int memberCount;

	private boolean complete;

	int size() {
		return this.subscribers.size() + this.responders.size() + this.memberCount;
	}

	/**
	 * All is here that the member wanted at one time.
	 */
	void setComplete() {
		this.complete = true;
	}

	boolean wereComplete() {
		return this.complete;
	}

	void add(Interest interest) {
		String pattern = interest.pattern();
		String group = interest.group();
		if (group != null) {
			Set<String> groups = this.members.get(pattern);
			if (groups == null) {
				groups = new HashSet<>(2);
				this.members.put(pattern, groups);
			}
			if (groups.add(group)) {
				this.memberCount++;
			}
		}
		else {
			wanting(interest.kind()).put(pattern, true);
		}
	}

	void remove(Interest interest) {
		String pattern = interest.pattern();
		String group = interest.group();
		if (group == null) {
			wanting(interest.kind()).remove(pattern);
			return;
		}
		Set<String> groups = this.members.get(pattern);
		if (groups != null && groups.remove(group)) {
			this.memberCount--;
			if (groups.isEmpty()) {
				this.members.remove(pattern);
			}
		}
	}

	private PatternMap<Boolean> wanting(int kind) {
		return (kind == Frames.RESPONDER) ? this.responders : this.subscribers;
	}

	boolean subscribes(String topic) {
		return this.subscribers.matches(topic);
	}

	/**
	 * Return whether it wants the messages of a topic, or is in a group that is to get
	 * them.
	 */
	boolean isSubscriber(String topic) {
		return subscribes(topic) || !groups(topic).isEmpty();
	}

	boolean responds(String topic) {
		return this.responders.matches(topic);
	}

	/**
	 * Return of which groups it is a member for a topic.
	 */
	Set<String> groups(String topic) {
		if (this.memberCount == 0) {
			return Set.of();
		}
		Set<String> result = new HashSet<>();
		this.members.forEachMatch(topic, result::addAll);
		return result;
	}

}
