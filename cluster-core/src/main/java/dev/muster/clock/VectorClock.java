package dev.muster.clock;

import java.util.Arrays;
import java.util.Set;

import dev.muster.MemberId;

/**
 * How many events of each member are known: tells exactly whether one event could have
 * caused another, or neither. After Fidge, <i>Timestamps in Message-Passing Systems That
 * Preserve the Partial Ordering</i> (1988) and Mattern, <i>Virtual Time and Global States
 * of Distributed Systems</i> (1988).
 *
 * <p>
 * A member of which nothing is known counts as 0, and takes no room. {@link #merge} is
 * commutative, associative and idempotent, and gives the least clock that is not before
 * either. As a node that restarts is another member, a clock that is kept for long has to
 * be {@linkplain #retain trimmed}; nothing else bounds it.
 *
 * <p>
 * Immutable. Looking up takes logarithmic time, all else linear time in its size.
 */
public final class VectorClock {

	private static final VectorClock EMPTY = new VectorClock(new MemberId[0], new long[0]);

	/** Ascending. */
	private final MemberId[] members;

	/** By member, all positive. */
	private final long[] counts;

	private VectorClock(MemberId[] members, long[] counts) {
		this.members = members;
		this.counts = counts;
	}

	/**
	 * Return the clock that knows of nothing.
	 * @return the clock that is before all others
	 */
	public static VectorClock empty() {
		return EMPTY;
	}

	/**
	 * Return how many events of a member are known.
	 * @param member the member
	 * @return the number of its last one, the first being 1
	 */
	public long get(MemberId member) {
		int index = Arrays.binarySearch(this.members, member);
		return (index >= 0) ? this.counts[index] : 0;
	}

	/**
	 * Return of how many members this knows.
	 * @return how many have an event
	 */
	public int size() {
		return this.members.length;
	}

	/**
	 * Return the clock after one more event of a member.
	 * @param member the member, which has to be the only one to count its events
	 * @return a clock that this one is before
	 * @throws ArithmeticException after 2^63-1 events
	 */
	public VectorClock increment(MemberId member) {
		return merge(new VectorClock(new MemberId[] { member }, new long[] { Math.addExact(get(member), 1) }));
	}

	/**
	 * Return the clock of who knows what both know.
	 * @param other another clock
	 * @return for each member the larger number
	 */
	public VectorClock merge(VectorClock other) {
		MemberId[] all = new MemberId[size() + other.size()];
		long[] largest = new long[all.length];
		int size = 0;
		int mine = 0;
		int theirs = 0;
		while (mine < size() || theirs < other.size()) {
			int order = order(mine, other, theirs);
			all[size] = (order <= 0) ? this.members[mine] : other.members[theirs];
			long known = (order <= 0) ? this.counts[mine++] : 0;
			largest[size++] = (order >= 0) ? Math.max(known, other.counts[theirs++]) : known;
		}
		return new VectorClock(Arrays.copyOf(all, size), Arrays.copyOf(largest, size));
	}

	/**
	 * Say how an event with this clock lies to one with another.
	 * @param other the other one's clock
	 * @return whether this is before the other, after it, the same, or neither
	 */
	public Causality compare(VectorClock other) {
		boolean behind = false;
		boolean ahead = false;
		int mine = 0;
		int theirs = 0;
		while (mine < size() || theirs < other.size()) {
			int order = order(mine, other, theirs);
			long known = (order <= 0) ? this.counts[mine++] : 0;
			long knownThere = (order >= 0) ? other.counts[theirs++] : 0;
			behind |= known < knownThere;
			ahead |= known > knownThere;
		}
		if (behind && ahead) {
			return Causality.CONCURRENT;
		}
		if (behind) {
			return Causality.BEFORE;
		}
		return ahead ? Causality.AFTER : Causality.EQUAL;
	}

	/**
	 * Return this without members that are gone for good. Sound only where each clock
	 * that this is compared with was trimmed alike.
	 * @param remaining who stays
	 * @return a clock of no other members
	 */
	public VectorClock retain(Set<MemberId> remaining) {
		MemberId[] kept = new MemberId[size()];
		long[] of = new long[size()];
		int size = 0;
		for (int i = 0; i < size(); i++) {
			if (remaining.contains(this.members[i])) {
				kept[size] = this.members[i];
				of[size++] = this.counts[i];
			}
		}
		return new VectorClock(Arrays.copyOf(kept, size), Arrays.copyOf(of, size));
	}

	/**
	 * Whose member comes next: negative if ours does, positive if theirs, 0 if it is one.
	 */
	private int order(int mine, VectorClock other, int theirs) {
		if (mine == size()) {
			return 1;
		}
		return (theirs == other.size()) ? -1 : this.members[mine].compareTo(other.members[theirs]);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof VectorClock that && Arrays.equals(this.members, that.members)
				&& Arrays.equals(this.counts, that.counts);
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(this.members) + Arrays.hashCode(this.counts);
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("{");
		for (int i = 0; i < size(); i++) {
			text.append((i > 0) ? ", " : "").append(this.members[i]).append('=').append(this.counts[i]);
		}
		return text.append('}').toString();
	}

}
