package dev.muster.clock;

/**
 * How two events lie to each other as far as cause and effect go.
 */
public enum Causality {

	/**
	 * The first could have caused the second.
	 */
	BEFORE,

	/**
	 * The second could have caused the first.
	 */
	AFTER,

	/**
	 * They are the same.
	 */
	EQUAL,

	/**
	 * Neither knew of the other.
	 */
	CONCURRENT

}
