package dev.muster.presence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A topic as readers see it at one moment. Immutable.
 */
record Shown(Members members, Hidden hidden) {

	static final Shown NOTHING = new Shown(Members.EMPTY, Hidden.NONE);

	/**
	 * Find out what changed, by comparing.
	 */
	List<Change> changesTo(Shown after) {
		List<Change> changes = new ArrayList<>();
		Map<Change.Key, Tracked> gone = new HashMap<>();
		this.members.forEach(this.hidden, (entry) -> gone.put(Change.Key.of(entry), entry));
		after.members.forEach(after.hidden, (entry) -> {
			Tracked before = gone.remove(Change.Key.of(entry));
			if (before != entry) {
				changes.add(new Change(before, entry));
			}
		});
		gone.values().forEach((entry) -> changes.add(new Change(entry, null)));
		return changes;
	}

}
