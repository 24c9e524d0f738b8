package dev.muster.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a member has ever written, and so what anybody may have of it: the reference
 * model.
 */
final class OwnerHistory {

	private final List<Map<Long, String>> states = new ArrayList<>(List.of(Map.of()));

	/**
	 * Record what the member has after an operation.
	 */
	void record(long version, Origin<TextEntry> own) {
		if (version != this.states.size()) {
			throw new AssertionError("Operation " + version + " follows on " + (this.states.size() - 1));
		}
		this.states.add(stateOf(own));
	}

	long version() {
		return this.states.size() - 1;
	}

	/**
	 * Return what the first operations result in.
	 */
	Map<Long, String> state(long version) {
		if (version >= this.states.size()) {
			throw new AssertionError("There never was a version " + version);
		}
		return this.states.get((int) version);
	}

	static Map<Long, String> stateOf(Origin<TextEntry> origin) {
		Map<Long, String> state = new TreeMap<>();
		for (LiveBlock<TextEntry> block : origin.live().blocks()) {
			for (int i = 0; i < block.count(); i++) {
				state.put(block.get(i).dot(), block.get(i).text());
			}
		}
		return state;
	}

}
