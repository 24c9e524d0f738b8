package dev.muster.sample;

import java.util.List;
import java.util.Map;

import dev.muster.Cluster;
import dev.muster.ClusterView;
import dev.muster.Member;

/**
 * The cluster as the page shows it.
 *
 * @param name the cluster's name
 * @param self the name of the node that was asked
 * @param view the number of its view
 * @param size how many members there are
 * @param members the members, oldest first
 * @param changes the latest joins and leaves, the newest first
 */
record ClusterStatus(String name, String self, long view, int size, List<MemberStatus> members,
		List<MembershipJournal.Change> changes) {

	static ClusterStatus of(Cluster cluster, MembershipJournal journal) {
		ClusterView view = cluster.view();
		Member self = cluster.self();
		List<MemberStatus> members = view.members()
			.stream()
			.map((member) -> new MemberStatus(member.name(), member.host(), member.port(), member.equals(self),
					member.equals(view.coordinator()), member.metadata()))
			.toList();
		return new ClusterStatus(cluster.name(), self.name(), view.number(), view.size(), members, journal.changes());
	}

	/**
	 * A member.
	 *
	 * @param name its name
	 * @param host where the other members reach it
	 * @param port the port there
	 * @param self whether it is the one that was asked
	 * @param coordinator whether it is the oldest
	 * @param metadata what it tells of itself
	 */
	record MemberStatus(String name, String host, int port, boolean self, boolean coordinator,
			Map<String, String> metadata) {
	}

}
