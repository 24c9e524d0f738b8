package dev.muster.sample;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who came into a room and who left it, between two moments.
 *
 * @param joins who came; and who is another one than before, with the same ref
 * @param leaves who left
 */
record OccupantsDiff(List<Occupant> joins, List<Occupant> leaves) {

	static OccupantsDiff between(Collection<Occupant> before, Collection<Occupant> after) {
		List<Occupant> joins = new ArrayList<>(after);
		joins.removeAll(Set.copyOf(before));
		Set<String> refs = after.stream().map(Occupant::ref).collect(Collectors.toSet());
		return new OccupantsDiff(joins, before.stream().filter((occupant) -> !refs.contains(occupant.ref())).toList());
	}

	boolean isEmpty() {
		return this.joins.isEmpty() && this.leaves.isEmpty();
	}

}
