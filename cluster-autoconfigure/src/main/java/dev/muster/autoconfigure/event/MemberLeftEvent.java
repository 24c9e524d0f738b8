package dev.muster.autoconfigure.event;

import dev.muster.Cluster;
import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;

/**
 * A member is gone.
 */
public class MemberLeftEvent extends ClusterEvent {

	private final transient Member member;

	private final Departure reason;

	/**
	 * Create an event.
	 * @param cluster the cluster
	 * @param member the member
	 * @param reason whether it said goodbye or vanished
	 * @param view the view that has it no more
	 */
	public MemberLeftEvent(Cluster cluster, Member member, Departure reason, ClusterView view) {
		super(cluster, view);
		this.member = member;
		this.reason = reason;
	}

	/**
	 * Return who is gone.
	 * @return the member
	 */
	public Member member() {
		return this.member;
	}

	/**
	 * Return how it left.
	 * @return whether it said goodbye or vanished
	 */
	public Departure reason() {
		return this.reason;
	}

	@Override
	public String toString() {
		return "MemberLeftEvent[" + this.member + ", " + this.reason + "]";
	}

}
