package dev.muster.splitbrain;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.muster.Member;
import dev.muster.MemberId;

/**
 * What one side of a split knows when it is judged. Immutable.
 *
 * @param stable the yardstick: the members that last were one cluster for long enough,
 * oldest first, without those that said goodbye; empty if there was no such cluster yet
 * @param side the members of this side, which confirm one another, in any order; may have
 * some that are not in the stable membership yet
 */
public record PartitionSnapshot(List<Member> stable, List<Member> side) {

	public PartitionSnapshot {
		stable = List.copyOf(stable);
		side = List.copyOf(side);
		requireDistinct(stable, "stable membership");
		requireDistinct(side, "side");
		if (side.isEmpty()) {
			throw new IllegalArgumentException("A side has at least one member");
		}
	}

	private static void requireDistinct(List<Member> members, String name) {
		Set<MemberId> ids = new HashSet<>();
		for (Member member : members) {
			if (!ids.add(member.id())) {
				throw new IllegalArgumentException("The " + name + " has a member twice: " + member);
			}
		}
	}

	/**
	 * Return those of the stable membership that are on this side: newcomers do not
	 * count, since the other side may have as many.
	 * @return them, oldest first
	 */
	public List<Member> present() {
		Set<MemberId> ids = this.side.stream().map(Member::id).collect(Collectors.toSet());
		return this.stable.stream().filter((member) -> ids.contains(member.id())).toList();
	}

}
