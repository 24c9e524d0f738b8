package dev.muster.autoconfigure.event;

import dev.muster.Cluster;
import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.pubsub.MessagesLost;

/**
 * Messages of the bus that this node should have got are lost: dropped for want of room
 * on the publisher's side, lost when a view changed, or published while the publisher and
 * this node were parted. Who keeps state from messages should fetch it anew.
 */
public class MessagesLostEvent extends ClusterEvent {

	private final transient MessagesLost lost;

	/**
	 * Create an event.
	 * @param cluster the cluster
	 * @param lost which messages
	 * @param view the view at that moment
	 */
	public MessagesLostEvent(Cluster cluster, MessagesLost lost, ClusterView view) {
		super(cluster, view);
		this.lost = lost;
	}

	/**
	 * Return who published them.
	 * @return the member
	 */
	public Member publisher() {
		return this.lost.publisher();
	}

	/**
	 * Return the number of the first one, as the publisher counts what it has for this
	 * node.
	 * @return the number
	 */
	public long from() {
		return this.lost.from();
	}

	/**
	 * Return the number of the last one.
	 * @return the number
	 */
	public long to() {
		return this.lost.to();
	}

	/**
	 * Return how many are lost.
	 * @return their number
	 */
	public long count() {
		return this.lost.count();
	}

	@Override
	public String toString() {
		return "MessagesLostEvent[" + publisher() + ", " + from() + " to " + to() + "]";
	}

}
