package dev.muster.autoconfigure.event;

import java.util.List;

import dev.muster.Cluster;
import dev.muster.ClusterView;

/**
 * Parts of a cluster that had been separated found each other. Published before the
 * {@link MemberJoinedEvent} of each member that this one had not seen.
 */
public class ViewsMergedEvent extends ClusterEvent {

	private final transient List<ClusterView> parts;

	/**
	 * Create an event.
	 * @param cluster the cluster
	 * @param parts the views of the parts as they were before
	 * @param merged the view of all
	 */
	public ViewsMergedEvent(Cluster cluster, List<ClusterView> parts, ClusterView merged) {
		super(cluster, merged);
		this.parts = List.copyOf(parts);
	}

	/**
	 * Return the views before.
	 * @return the views of the parts, this member's among them
	 */
	public List<ClusterView> parts() {
		return this.parts;
	}

	@Override
	public String toString() {
		return "ViewsMergedEvent[" + this.parts.size() + " parts, " + view() + "]";
	}

}
