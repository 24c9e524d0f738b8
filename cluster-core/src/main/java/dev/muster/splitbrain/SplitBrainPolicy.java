package dev.muster.splitbrain;

/**
 * Decides whether a side of a split may act for the cluster. Pure: the same snapshot has
 * the same decision on every member and at any time, and nothing is waited for.
 */
@FunctionalInterface
public interface SplitBrainPolicy {

	/**
	 * Decide for one side. Of sides that have no member in common and are judged by the
	 * same stable membership, at most one may be {@link Verdict#QUORATE}. A policy that
	 * cannot promise this says when it does not.
	 * @param snapshot what the side knows
	 * @return the decision, with its reason
	 */
	Decision decide(PartitionSnapshot snapshot);

}
