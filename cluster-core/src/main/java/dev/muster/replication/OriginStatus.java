package dev.muster.replication;

import dev.muster.Member;
import org.jspecify.annotations.Nullable;

/**
 * How a replica stands to an origin.
 *
 * @param member the member; {@code null} only for this one before its first start
 * @param self whether it is this member
 * @param state what became of it
 * @param current whether all is here that it had when it came into the view
 * @param version the number of its last operation that is here
 * @param head the number of its last operation that was heard of
 * @param entries how many entries it has
 * @param confirmed the number of this member's last operation that it is known to know;
 * -1 if it said nothing yet or is out of the view
 */
public record OriginStatus(@Nullable Member member, boolean self, Origin.State state, boolean current, long version,
		long head, int entries, long confirmed) {

	/**
	 * Return how many of its operations are known to be missing here.
	 * @return their number
	 */
	public long lag() {
		return this.head - this.version;
	}

}
