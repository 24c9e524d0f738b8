package dev.muster.sample;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import dev.muster.Cluster;

import org.springframework.stereotype.Component;

/**
 * All that a browser or a {@code curl} may want to see.
 */
@Component
class BoardReader {

	/** The room that there is always. */
	private static final String LOBBY = "lobby";

	private final Board board;

	private final Occupancy occupancy;

	private final MembershipJournal journal;

	private final Cluster cluster;

	BoardReader(Board board, Occupancy occupancy, MembershipJournal journal, Cluster cluster) {
		this.board = board;
		this.occupancy = occupancy;
		this.journal = journal;
		this.cluster = cluster;
	}

	List<RoomSummary> rooms() {
		Map<String, Integer> sizes = this.board.rooms().sizes();
		TreeSet<String> names = this.occupancy.rooms();
		names.addAll(sizes.keySet());
		names.add(LOBBY);
		return names.stream()
			.map((name) -> new RoomSummary(name, sizes.getOrDefault(name, 0), this.occupancy.people(name)))
			.toList();
	}

	List<BoardMessage> messages(String room) {
		return this.board.rooms().messages(room);
	}

	Rooms.Arrivals arrivedAfter(String room, long last) {
		return this.board.rooms().arrivedAfter(room, last);
	}

	List<Occupant> occupants(String room) {
		return this.occupancy.occupants(room);
	}

	ClusterStatus cluster() {
		return ClusterStatus.of(this.cluster, this.journal);
	}

}
