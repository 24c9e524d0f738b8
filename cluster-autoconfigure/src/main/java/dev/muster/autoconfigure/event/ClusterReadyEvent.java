package dev.muster.autoconfigure.event;

import dev.muster.Cluster;
import dev.muster.ClusterView;

/**
 * This node has joined, or founded, its cluster. Published at each start of the node, by
 * the thread that starts it and before all other events: a listener that throws keeps the
 * application from starting. Does not wait for {@code muster.ready.min-members}: that is
 * for the readiness of the application, see
 * {@link org.springframework.boot.availability.ApplicationAvailability}.
 */
public class ClusterReadyEvent extends ClusterEvent {

	/**
	 * Create an event.
	 * @param cluster the cluster
	 * @param view the view at that moment
	 */
	public ClusterReadyEvent(Cluster cluster, ClusterView view) {
		super(cluster, view);
	}

	/**
	 * Return the cluster's name.
	 * @return the name
	 */
	public String clusterName() {
		return cluster().name();
	}

	@Override
	public String toString() {
		return "ClusterReadyEvent[" + clusterName() + ", " + view() + "]";
	}

}
