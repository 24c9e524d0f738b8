package dev.muster.splitbrain;

/**
 * What a side of a split may do.
 */
public enum Verdict {

	/** It may act for the cluster. */
	QUORATE,

	/** It may not: another side may, or could. */
	MINORITY,

	/** It may not, as not enough is known yet to tell. */
	UNDECIDED

}
