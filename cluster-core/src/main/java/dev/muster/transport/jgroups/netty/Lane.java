package dev.muster.transport.jgroups.netty;

/**
 * Which queue a frame waits in.
 */
public enum Lane {

	/**
	 * For what keeps the cluster together, such as heartbeats and views: leaves before
	 * any payload that still waits in its queue. What has left it does not count: the
	 * high water mark and a frame at most, and what the operating system holds for the
	 * socket. When full, the oldest frame is dropped.
	 */
	URGENT,

	/** For everything else. When full, the newest frame is dropped. */
	PAYLOAD

}
