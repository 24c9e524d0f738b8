package dev.muster.autoconfigure.endpoint;

import java.util.List;
import java.util.Optional;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.NotRunningException;
import dev.muster.pubsub.PubSub;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Tells all about the cluster as this node sees it. Asks nobody, so it never blocks.
 */
@Endpoint(id = "cluster")
public class ClusterEndpoint {

	private final ClusterNode node;

	private final Cluster cluster;

	private final PubSub pubSub;

	/**
	 * Create an endpoint.
	 * @param node the node
	 * @param cluster its cluster
	 * @param pubSub its bus
	 */
	public ClusterEndpoint(ClusterNode node, Cluster cluster, PubSub pubSub) {
		this.node = node;
		this.cluster = cluster;
		this.pubSub = pubSub;
	}

	/**
	 * Tell about the cluster.
	 * @return the cluster
	 */
	@ReadOperation
	public ClusterDescriptor cluster() {
		Snapshot snapshot = snapshot();
		if (snapshot == null) {
			return describe(false, null, null, null, List.of());
		}
		ClusterView view = snapshot.view();
		return describe(true, snapshot.self().name(), view.coordinator().name(), view.number(),
				view.members().stream().map((member) -> describe(member, snapshot)).toList());
	}

	/**
	 * Tell about a member.
	 * @param name its name, or its id
	 * @return the member, empty if the view has none of that name
	 */
	public Optional<MemberDescriptor> member(String name) {
		Snapshot snapshot = snapshot();
		if (snapshot == null) {
			return Optional.empty();
		}
		return snapshot.view()
			.members()
			.stream()
			.filter((member) -> member.name().equals(name) || member.id().toString().equals(name))
			.findFirst()
			.map((found) -> describe(found, snapshot));
	}

	private ClusterDescriptor describe(boolean running, @Nullable String self, @Nullable String coordinator,
			@Nullable Long view, List<MemberDescriptor> members) {
		return new ClusterDescriptor(this.cluster.name(), running, self, coordinator, view, members.size(), members,
				this.node.transport().refusals(),
				this.node.discovery().status().stream().map(ClusterDescriptor.TopologyDescriptor::of).toList(),
				this.node.transport().isEncrypted(), this.node.transport().links(), this.node.transport().linkTotals(),
				this.node.transport().channels(), this.node.transport().statistics(),
				new ClusterDescriptor.PubSubDescriptor(this.pubSub.statistics(), this.pubSub.subscriptions()));
	}

	private @Nullable Snapshot snapshot() {
		try {
			return new Snapshot(this.cluster.self(), this.cluster.view());
		}
		catch (NotRunningException ex) {
			return null;
		}
	}

	private MemberDescriptor describe(Member member, Snapshot snapshot) {
		return MemberDescriptor.of(member, snapshot.self(), snapshot.view(),
				this.node.transport().protocolVersions(member.id()).orElse(null));
	}

	private record Snapshot(Member self, ClusterView view) {
	}

}
