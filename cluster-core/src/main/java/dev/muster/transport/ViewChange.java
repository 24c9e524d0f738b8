package dev.muster.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import org.jspecify.annotations.Nullable;

/**
 * A step from one view to the next.
 *
 * @param previous the view before, or {@code null} at the start
 * @param current the view now
 * @param joined the members that the view before had not; at the start all members
 * @param departed the members that the view now has not
 * @param mergedParts the views of the parts before a merge; empty if this was none
 */
public record ViewChange(@Nullable ClusterView previous, ClusterView current, List<Member> joined,
		List<DepartedMember> departed, List<ClusterView> mergedParts) {

	public ViewChange {
		joined = List.copyOf(joined);
		departed = List.copyOf(departed);
		mergedParts = List.copyOf(mergedParts);
	}

	/**
	 * Find out what changed.
	 * @param previous the view before, or {@code null} at the start
	 * @param current the view now
	 * @param reason how a given member departed
	 * @param mergedParts the views of the parts before a merge; empty if this was none
	 * @return the change
	 */
	public static ViewChange between(@Nullable ClusterView previous, ClusterView current,
			Function<Member, Departure> reason, List<ClusterView> mergedParts) {
		List<Member> joined = new ArrayList<>(current.members());
		List<DepartedMember> departed = new ArrayList<>();
		if (previous != null) {
			joined.removeAll(previous.members());
			for (Member member : previous.members()) {
				if (!current.contains(member.id())) {
					departed.add(new DepartedMember(member, reason.apply(member)));
				}
			}
		}
		return new ViewChange(previous, current, joined, departed, mergedParts);
	}

	/**
	 * A member that is gone.
	 *
	 * @param member the member
	 * @param reason how it left
	 */
	public record DepartedMember(Member member, Departure reason) {
	}

}
