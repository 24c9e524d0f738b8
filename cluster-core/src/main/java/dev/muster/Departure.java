package dev.muster;

/**
 * How a member left.
 */
public enum Departure {

	/**
	 * It said goodbye.
	 */
	LEFT,

	/**
	 * It vanished: crashed, hung, or was cut off.
	 */
	FAILED

}
