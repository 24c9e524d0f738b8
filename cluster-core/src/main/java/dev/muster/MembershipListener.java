package dev.muster;

import java.util.List;

/**
 * Hears of changes of the membership. All methods do nothing by default.
 *
 * <p>
 * Called in order, by one thread at a time, after the new view is visible through
 * {@link Cluster#view()}. Do not block: the next view, and the messages of members that
 * have just joined, wait until all listeners have returned. An exception is logged and
 * does not reach other listeners.
 */
public interface MembershipListener {

	/**
	 * A member joined. A message from that member is delivered only after this call was
	 * made.
	 * @param member the new member
	 * @param view the view that has it
	 */
	default void memberJoined(Member member, ClusterView view) {
	}

	/**
	 * A member is gone.
	 * @param member the member
	 * @param reason whether it said goodbye or vanished
	 * @param view the view that has it no more
	 */
	default void memberLeft(Member member, Departure reason, ClusterView view) {
	}

	/**
	 * Parts of a cluster that had been separated found each other. Called before
	 * {@code memberJoined} for each member that this one had not seen.
	 * @param parts the views of the parts as they were before, this member's among them
	 * @param merged the view of all
	 */
	default void viewsMerged(List<ClusterView> parts, ClusterView merged) {
	}

}
