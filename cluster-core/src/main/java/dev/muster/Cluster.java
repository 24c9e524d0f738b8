package dev.muster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The cluster as this member sees it. Safe for use by many threads.
 */
public interface Cluster {

	/**
	 * Return the cluster's name: nodes with another name never join.
	 * @return the name
	 */
	String name();

	/**
	 * Return this member. It is another one after a restart of the node.
	 * @return this member
	 * @throws NotRunningException if the node is not running
	 */
	Member self();

	/**
	 * Return the current view. Never blocks.
	 * @return an immutable snapshot
	 * @throws NotRunningException if the node is not running
	 */
	ClusterView view();

	/**
	 * Return whether this member is the oldest of its view. During a split each side has
	 * a coordinator: this is no lock and no election.
	 * @return whether this member is the coordinator, {@code false} when not running
	 */
	boolean isCoordinator();

	/**
	 * Wait for a view with at least so many members.
	 * @param count how many
	 * @param timeout how long to wait
	 * @return completes with the first such view, or exceptionally with a
	 * {@link java.util.concurrent.TimeoutException}
	 */
	CompletableFuture<ClusterView> awaitMembers(int count, Duration timeout);

	/**
	 * Add a listener for changes from now on.
	 * @param listener the listener
	 * @return closes to remove it
	 */
	Registration addListener(MembershipListener listener);

}
