package dev.muster.autoconfigure.endpoint;

import java.util.List;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.NotRunningException;
import dev.muster.discovery.TopologyStatus;
import dev.muster.transport.SearchStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Tells why nodes did not find each other: what each topology answered last, what became
 * of each address that was tried, and who came and was refused. Asks nobody, so it never
 * blocks.
 */
@Endpoint(id = "clusterdiscovery")
public class ClusterDiscoveryEndpoint {

	private final ClusterNode node;

	private final Cluster cluster;

	/**
	 * Create an endpoint.
	 * @param node the node
	 * @param cluster its cluster
	 */
	public ClusterDiscoveryEndpoint(ClusterNode node, Cluster cluster) {
		this.node = node;
		this.cluster = cluster;
	}

	/**
	 * Tell about the discovery.
	 * @return the discovery
	 */
	@ReadOperation
	public ClusterDiscoveryDescriptor discovery() {
		List<TopologyStatus> topologies = this.node.discovery().status();
		SearchStatus search = this.node.transport().search();
		return new ClusterDiscoveryDescriptor(this.cluster.name(), size(), search.describeMissing(),
				topologies.stream().map(ClusterDiscoveryDescriptor.Source::of).toList(),
				search.addresses()
					.stream()
					.map((address) -> ClusterDiscoveryDescriptor.Address.of(address, topologies))
					.toList(),
				search.forgotten(),
				this.node.transport().refusals().stream().map(ClusterDiscoveryDescriptor.Refused::of).toList());
	}

	private @Nullable Integer size() {
		try {
			return this.cluster.view().size();
		}
		catch (NotRunningException ex) {
			return null;
		}
	}

}
