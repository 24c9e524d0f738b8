package dev.muster.transport.jgroups;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is found already, and how often the others are looked for.
 *
 * @param addresses where the members listen
 * @param members who they are
 * @param interval how often the others are asked
 */
record SearchView(Set<String> addresses, Set<MemberId> members, Duration interval) {

	static SearchView of(@Nullable ClusterView view, Duration interval) {
		Set<String> addresses = new HashSet<>();
		Set<MemberId> members = new HashSet<>();
		if (view != null) {
			for (Member member : view.members()) {
				addresses.add(new PeerAddress(member.host(), member.port()).toString());
				members.add(member.id());
			}
		}
		return new SearchView(addresses, members, interval);
	}

	boolean isMember(String address, @Nullable MemberId answered) {
		return this.addresses.contains(address) || (answered != null && this.members.contains(answered));
	}

}
