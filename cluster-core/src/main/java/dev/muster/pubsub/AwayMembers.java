package dev.muster.pubsub;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.muster.Member;
import dev.muster.MemberId;

/**
 * Members that vanished and may come back, and what they wanted: messages to those topics
 * are messages that they miss. Bounded in number and time; one that says goodbye or whose
 * successor comes is forgotten at once. Not safe for use by many threads.
 */
final class AwayMembers {

	/**
	 * How many are remembered.
	 */
	static final int MAX_MEMBERS = 100;

	/**
	 * For how long they are, at least; it is looked at when the view changes.
	 */
	static final long MAX_MILLIS = 3_600_000;

	private final Map<MemberId, Away> members = new LinkedHashMap<>();

	private final InstantSource clock;

	AwayMembers(InstantSource clock) {
		this.clock = clock;
	}

	void clear() {
		this.members.clear();
	}

	/**
	 * The view has changed.
	 */
	void step(Collection<Peer> departed, Collection<Peer> joined, PeerInterest interest) {
		long now = this.clock.millis();
		for (Peer peer : departed) {
			PeerPatterns wanted = interest.last(peer.member().id());
			if (wanted != null) {
				this.members.put(peer.member().id(), new Away(peer, wanted, now));
			}
		}
		for (Peer peer : joined) {
			this.members.remove(peer.member().id());
			this.members.values().removeIf((away) -> away.isPredecessorOf(peer.member()));
		}
		this.members.values().removeIf((away) -> now - away.since() > MAX_MILLIS);
		Iterator<Away> oldest = this.members.values().iterator();
		while (this.members.size() > MAX_MEMBERS) {
			oldest.next();
			oldest.remove();
		}
	}

	/**
	 * A member said goodbye.
	 * @return whether it was here
	 */
	boolean remove(MemberId id) {
		return this.members.remove(id) != null;
	}

	/**
	 * Return those that wanted the messages of a topic.
	 */
	Peer[] wanting(String topic) {
		if (this.members.isEmpty()) {
			return Route.NO_PEERS;
		}
		List<Peer> result = new ArrayList<>();
		for (Away away : this.members.values()) {
			if (away.wanted().subscribes(topic)) {
				result.add(away.peer());
			}
		}
		return result.toArray(Route.NO_PEERS);
	}

	private record Away(Peer peer, PeerPatterns wanted, long since) {

		/** Two members of one name cannot live at the same time. */
		boolean isPredecessorOf(Member member) {
			return this.peer.member().name().equals(member.name());
		}

	}

}
