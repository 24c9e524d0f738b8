package dev.muster;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Who is in the cluster, as one member sees it at one moment. Immutable.
 *
 * <p>
 * Numbers rise on every member from view to view. Two sides of a split may use the same
 * number: only number and coordinator together name a view.
 *
 * @param number the view's number
 * @param coordinator the oldest member
 * @param members all members, oldest first; never empty
 */
public record ClusterView(long number, Member coordinator, List<Member> members) {

	public ClusterView {
		Objects.requireNonNull(coordinator, "coordinator");
		members = List.copyOf(members);
		if (members.isEmpty()) {
			throw new IllegalArgumentException("A view has at least one member");
		}
	}

	/**
	 * Return how many members there are.
	 * @return the number of members, at least one
	 */
	public int size() {
		return this.members.size();
	}

	/**
	 * Return whether a member is in this view.
	 * @param id the member's id
	 * @return whether it is
	 */
	public boolean contains(MemberId id) {
		return member(id).isPresent();
	}

	/**
	 * Find a member.
	 * @param id the member's id
	 * @return the member, if it is in this view
	 */
	public Optional<Member> member(MemberId id) {
		for (Member member : this.members) {
			if (member.id().equals(id)) {
				return Optional.of(member);
			}
		}
		return Optional.empty();
	}

}
