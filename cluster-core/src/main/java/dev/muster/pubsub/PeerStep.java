package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;

/**
 * What a new view does to the peers that we had.
 *
 * @param peers those of the view, in its order: the same in each JVM
 * @param joined those that we did not have
 * @param stayed those that we had
 * @param departed those that are gone
 */
record PeerStep(Map<MemberId, Peer> peers, List<Peer> joined, List<Peer> stayed, List<Peer> departed) {

	/**
	 * Compare.
	 * @param view the new view
	 * @param self this member, which is no peer
	 * @param before the peers that we had
	 * @param restarted whether none of them can stay, for we are another member now
	 * @param create makes a peer of a member
	 */
	static PeerStep to(ClusterView view, Member self, Map<MemberId, Peer> before, boolean restarted,
			Function<Member, Peer> create) {
		Map<MemberId, Peer> peers = new LinkedHashMap<>();
		List<Peer> joined = new ArrayList<>();
		List<Peer> stayed = new ArrayList<>();
		for (Member member : view.members()) {
			if (!member.equals(self)) {
				Peer known = restarted ? null : before.get(member.id());
				Peer peer = (known != null) ? known : create.apply(member);
				((known != null) ? stayed : joined).add(peer);
				peers.put(member.id(), peer);
			}
		}
		Collection<Peer> departed = new ArrayList<>(before.values());
		departed.removeAll(stayed);
		return new PeerStep(Collections.unmodifiableMap(peers), joined, stayed, List.copyOf(departed));
	}

}
