package dev.muster.sample;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.json.JsonMapper;

/**
 * Who is in a room, as a stream tells it: by a state and then diffs. Not safe for use by
 * several threads.
 */
final class PresentPeople {

	private final Map<String, Occupant> byRef = new TreeMap<>();

	/**
	 * Take an event.
	 * @return whether it was one of presence
	 */
	boolean event(String name, String data) {
		switch (name) {
			case "presence-state" -> {
				this.byRef.clear();
				for (Occupant occupant : JsonMapper.shared().readValue(data, Occupant[].class)) {
					this.byRef.put(occupant.ref(), occupant);
				}
			}
			case "presence-diff" -> {
				OccupantsDiff diff = JsonMapper.shared().readValue(data, OccupantsDiff.class);
				diff.leaves().forEach((occupant) -> this.byRef.remove(occupant.ref()));
				diff.joins().forEach((occupant) -> this.byRef.put(occupant.ref(), occupant));
			}
			default -> {
				return false;
			}
		}
		return true;
	}

	List<Occupant> list() {
		return List.copyOf(this.byRef.values());
	}

	List<String> names() {
		return list().stream().map(Occupant::key).sorted().toList();
	}

}
