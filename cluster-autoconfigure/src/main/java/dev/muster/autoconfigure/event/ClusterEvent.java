package dev.muster.autoconfigure.event;

import dev.muster.Cluster;
import dev.muster.ClusterView;

import org.springframework.context.ApplicationEvent;

/**
 * Something that happened to the cluster. Published in the order in which it happened,
 * from {@link ClusterReadyEvent} on until the node stops.
 */
public abstract class ClusterEvent extends ApplicationEvent {

	private final transient Cluster cluster;

	private final transient ClusterView view;

	ClusterEvent(Cluster cluster, ClusterView view) {
		super(cluster);
		this.cluster = cluster;
		this.view = view;
	}

	/**
	 * Return the cluster.
	 * @return the cluster
	 */
	public Cluster cluster() {
		return this.cluster;
	}

	/**
	 * Return the view that the event belongs to.
	 * @return the view; {@link Cluster#view()} may be ahead of it
	 */
	public ClusterView view() {
		return this.view;
	}

}
