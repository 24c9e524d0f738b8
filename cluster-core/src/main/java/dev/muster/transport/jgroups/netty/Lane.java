package dev.muster.transport.jgroups.netty;

/**
 * Which queue a frame waits in.
 */
public enum Lane {

	/**
	 * For what keeps the cluster together, such as heartbeats and views: leaves before
	 * any payload that still waits. When full, the oldest frame is dropped.
	 */
	URGENT,

	/** For everything else. When full, the newest frame is dropped. */
	PAYLOAD

}
