package dev.muster.sample;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who is connected to one node, in full.
 *
 * @param version rises with each change on that node
 * @param rooms names by room; unmodifiable
 */
record NodeOccupants(long version, Map<String, List<String>> rooms) {

	/** How many names one node may tell us of: as many as it may have streams. */
	private static final int MAX_OCCUPANTS = RoomStreams.MAX_STREAMS;

	NodeOccupants {
		Map<String, List<String>> checked = new TreeMap<>();
		int occupants = 0;
		for (Map.Entry<String, List<String>> room : rooms.entrySet()) {
			List<String> names = room.getValue().stream().map((name) -> Limits.name("name", name)).toList();
			occupants += names.size();
			if (names.isEmpty() || occupants > MAX_OCCUPANTS) {
				throw new InvalidInputException("rooms",
						"must have 1 to " + MAX_OCCUPANTS + " occupants, and none is empty");
			}
			checked.put(Limits.room(room.getKey()), names);
		}
		rooms = Map.copyOf(checked);
	}

	List<String> in(String room) {
		return this.rooms.getOrDefault(room, List.of());
	}

}
