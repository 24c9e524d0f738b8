package dev.muster.transport;

/**
 * Hears of views.
 */
@FunctionalInterface
public interface ViewListener {

	/**
	 * There is a new view. {@link ClusterTransport#view()} answers with it or a later
	 * one. The view of a fresh start has no {@link ViewChange#previous()}.
	 * @param change what changed
	 */
	void viewChanged(ViewChange change);

}
