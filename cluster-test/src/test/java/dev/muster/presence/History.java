package dev.muster.presence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.muster.topic.TopicPattern;

/**
 * Adds up what a listener is told, and finds what must not be: for each ref a join, then
 * any number of updates, then a leave.
 */
public final class History implements PresenceListener {

	private final String name;

	private final Map<PresenceRef, PresenceEntry> entries = new HashMap<>();

	private final List<String> problems = new ArrayList<>();

	private final List<Cause> causes = new ArrayList<>();

	private int joins;

	private int updates;

	private int leaves;

	public History(String name) {
		this.name = name;
	}

	@Override
	public synchronized void onDiff(PresenceDiff diff) {
		this.causes.add(diff.cause());
		this.joins += diff.joins().size();
		this.updates += diff.updates().size();
		this.leaves += diff.leaves().size();
		for (PresenceEntry entry : diff.leaves()) {
			require(this.entries.remove(entry.ref()) != null, "a leave without a join", entry, diff);
		}
		for (PresenceUpdate update : diff.updates()) {
			PresenceEntry before = this.entries.remove(update.before().ref());
			require(before != null && text(update.before()).equals(text(before)), "an update of what was not",
					update.before(), diff);
			require(this.entries.put(update.after().ref(), update.after()) == null, "a second entry", update.after(),
					diff);
		}
		for (PresenceEntry entry : diff.joins()) {
			require(this.entries.put(entry.ref(), entry) == null, "a second join", entry, diff);
		}
	}

	private void require(boolean condition, String problem, PresenceEntry entry, PresenceDiff diff) {
		if (!condition) {
			this.problems.add(this.name + " was told " + problem + " of " + entry + " in " + diff);
		}
	}

	public synchronized List<String> problems() {
		return List.copyOf(this.problems);
	}

	public synchronized List<PresenceEntry> entries() {
		return List.copyOf(this.entries.values());
	}

	public synchronized List<Cause> causes() {
		return List.copyOf(this.causes);
	}

	public synchronized int joins() {
		return this.joins;
	}

	public synchronized int updates() {
		return this.updates;
	}

	public synchronized int leaves() {
		return this.leaves;
	}

	/**
	 * Say all of an entry but the member, which is another one after each start.
	 */
	static String text(PresenceEntry entry) {
		return entry.ref() + " " + entry.topic() + " " + entry.key() + " " + entry.meta() + " " + entry.since();
	}

	/**
	 * Return what all that was told adds up to.
	 */
	public synchronized List<String> state() {
		return this.entries.values().stream().map(History::text).toList();
	}

	/**
	 * Return what a pattern should have been told in the end.
	 */
	static List<String> expected(Presence presence, String pattern) {
		TopicPattern matcher = new TopicPattern(pattern);
		return presence.topics()
			.stream()
			.filter(matcher::matches)
			.flatMap((topic) -> presence.list(topic).stream())
			.map(History::text)
			.toList();
	}

}
