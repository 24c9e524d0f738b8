package dev.muster.autoconfigure.event;

import dev.muster.Cluster;
import dev.muster.ClusterView;
import dev.muster.Member;

/**
 * A member joined. After the start of this node there is one for each member of the first
 * view, this node included.
 */
public class MemberJoinedEvent extends ClusterEvent {

	private final transient Member member;

	/**
	 * Create an event.
	 * @param cluster the cluster
	 * @param member the new member
	 * @param view the view that has it
	 */
	public MemberJoinedEvent(Cluster cluster, Member member, ClusterView view) {
		super(cluster, view);
		this.member = member;
	}

	/**
	 * Return the new member.
	 * @return the member
	 */
	public Member member() {
		return this.member;
	}

	@Override
	public String toString() {
		return "MemberJoinedEvent[" + this.member + "]";
	}

}
