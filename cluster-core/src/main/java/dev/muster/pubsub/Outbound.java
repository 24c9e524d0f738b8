package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.List;

import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * Puts frames for single members into the queues that lead there: into the one of all
 * members, if the transport multicasts, so that there is one order.
 */
final class Outbound {

	private final InterestTable table;

	private final @Nullable GroupLane lane;

	/**
	 * Create the way out.
	 * @param table knows the members
	 * @param lane the queue for all members, if there is one
	 */
	Outbound(InterestTable table, @Nullable GroupLane lane) {
		this.table = table;
		this.lane = lane;
	}

	/**
	 * Put a frame into a queue, waiting for room where the policy is to wait.
	 * @param deadline when to give up, in terms of {@link System#nanoTime()}
	 * @return whether it was put there
	 */
	boolean send(Peer peer, OutboundFrame frame, long deadline) {
		GroupLane group = this.lane;
		return (group != null) ? put(group, new GroupLane.Outgoing(frame, new Peer[] { peer }), deadline)
				: put(peer, frame, deadline);
	}

	/**
	 * Put a frame for several members into queues, by the policy and without waiting.
	 * @return those whose queue has no room for it, where the policy is to wait or fail
	 */
	List<Peer> offer(List<Peer> peers, OutboundFrame frame) {
		GroupLane group = this.lane;
		if (group != null) {
			List<Peer> stuck = new ArrayList<>();
			if (!peers.isEmpty()) {
				for (GroupLane.Outgoing part : GroupLane.Outgoing.of(frame, peers.toArray(Route.NO_PEERS))) {
					if (!group.offer(part)) {
						stuck.addAll(List.of(part.peers()));
					}
				}
			}
			return stuck;
		}
		return peers.stream().filter((peer) -> !peer.offer(frame)).toList();
	}

	/**
	 * Put something into a queue, waiting for room where the policy is to wait.
	 */
	static <E> boolean put(Mailbox<E> mailbox, E element, long deadline) {
		return mailbox.offer(element)
				|| (mailbox.overflow() == Overflow.BLOCK && mailbox.awaitOffer(element, deadline));
	}

	/**
	 * Put a frame into a queue if there is room.
	 * @return whether there was
	 */
	boolean sendIfRoom(Peer peer, OutboundFrame frame) {
		GroupLane group = this.lane;
		return (group != null) ? group.offerIfRoom(new GroupLane.Outgoing(frame, new Peer[] { peer }))
				: peer.offerIfRoom(frame);
	}

	/**
	 * Put a frame into a queue if there is such a member, and room.
	 * @return whether there was
	 */
	boolean sendIfRoom(MemberId member, OutboundFrame frame) {
		Peer peer = this.table.peer(member);
		return peer != null && sendIfRoom(peer, frame);
	}

}
