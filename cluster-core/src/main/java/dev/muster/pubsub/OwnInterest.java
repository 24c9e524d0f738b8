package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What this member wants, as a numbered log of changes and the set that they make. Each
 * change makes the next version. Only the end of the log is kept: who is further behind
 * gets the whole set. Not safe for use by many threads.
 */
final class OwnInterest {

	/**
	 * How many changes are kept.
	 */
	static final int LOG_SIZE = 8192;

	private final Map<String, Entry> patterns = new HashMap<>();

	private final @Nullable InterestChange[] log = new InterestChange[LOG_SIZE];

	private long version;

	long version() {
		return this.version;
	}

	/**
	 * Count one more that wants a pattern.
	 * @return the version from which on it is in the set
	 */
	long add(String pattern) {
		Entry entry = this.patterns.get(pattern);
		if (entry == null) {
			append(new InterestChange(true, pattern));
			entry = new Entry(this.version);
			this.patterns.put(pattern, entry);
		}
		entry.count++;
		return entry.since;
	}

	/**
	 * Count one less that wants a pattern.
	 */
	void remove(String pattern) {
		Entry entry = this.patterns.get(pattern);
		if (entry == null) {
			throw new IllegalStateException("Nobody wants " + pattern);
		}
		entry.count--;
		if (entry.count == 0) {
			this.patterns.remove(pattern);
			append(new InterestChange(false, pattern));
		}
	}

	private void append(InterestChange change) {
		this.version++;
		this.log[slot(this.version)] = change;
	}

	private static int slot(long version) {
		return (int) (version % LOG_SIZE);
	}

	List<String> patterns() {
		return new ArrayList<>(this.patterns.keySet());
	}

	/**
	 * Return the changes after a version, or {@code null} if not all are kept.
	 */
	@Nullable List<InterestChange> since(long known) {
		if (known < 0 || this.version - known > LOG_SIZE) {
			return null;
		}
		List<InterestChange> changes = new ArrayList<>();
		for (long next = known + 1; next <= this.version; next++) {
			InterestChange change = this.log[slot(next)];
			if (change == null) {
				throw new IllegalStateException("No change " + next);
			}
			changes.add(change);
		}
		return changes;
	}

	private static final class Entry {

		private final long since;

		private int count;

		Entry(long since) {
			this.since = since;
		}

	}

}
