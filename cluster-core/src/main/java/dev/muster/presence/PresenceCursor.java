package dev.muster.presence;

import java.util.List;

/**
 * Reads a topic part by part, as it was when this was made: nobody is missed and nobody
 * comes twice, whatever happens meanwhile. For one thread at a time.
 */
public final class PresenceCursor {

	private final List<PresenceEntry> entries;

	private int position;

	PresenceCursor(List<PresenceEntry> entries) {
		this.entries = entries;
	}

	/**
	 * Return how many entries there are in all.
	 * @return the number of entries
	 */
	public int total() {
		return this.entries.size();
	}

	/**
	 * Return how many entries were read.
	 * @return the number of entries
	 */
	public int position() {
		return this.position;
	}

	/**
	 * Read the next part.
	 * @param limit how many entries at the most, at least 1
	 * @return the entries; none at the end
	 */
	public List<PresenceEntry> next(int limit) {
		if (limit < 1) {
			throw new IllegalArgumentException("At least 1 entry has to be asked for, not " + limit);
		}
		int end = (int) Math.min(this.entries.size(), (long) this.position + limit);
		List<PresenceEntry> part = this.entries.subList(this.position, end);
		this.position = end;
		return part;
	}

}
