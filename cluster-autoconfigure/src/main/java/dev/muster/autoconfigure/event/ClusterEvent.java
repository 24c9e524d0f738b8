package dev.muster.autoconfigure.event;

import dev.muster.Cluster;
import dev.muster.ClusterView;

import org.springframework.context.ApplicationEvent;

/**
 * Something that happened to the cluster. Published in the order in which it happened,
 * from {@link ClusterReadyEvent} on until the node stops.
 *
 * <p>
 * {@link ClusterReadyEvent} is published by the thread that starts the node, all others
 * by the thread {@code muster-events}, which nobody waits for: a listener may block, and
 * then delays the listeners of later events and nothing else; so a message of a member
 * may be handled before the event that it joined. When the node stops, a listener has a
 * second to return before the node leaves, and is interrupted when the context closes. If
 * 10000 events are waiting, further ones are not published; that is logged, and counted
 * by {@code ClusterLifecycle.droppedEvents()}.
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
