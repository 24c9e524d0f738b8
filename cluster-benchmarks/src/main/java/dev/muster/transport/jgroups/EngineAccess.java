package dev.muster.transport.jgroups;

import org.jgroups.JChannel;

/**
 * Gives measurements the very engine that a node runs on.
 */
public final class EngineAccess {

	private EngineAccess() {
	}

	/**
	 * Return the engine's channel of a transport. Who sets another receiver takes the
	 * frames away from the transport.
	 * @param transport a running transport
	 * @return its channel
	 */
	public static JChannel channel(JGroupsTransport transport) {
		Incarnation incarnation = transport.current();
		if (incarnation == null) {
			throw new IllegalStateException("The transport does not run");
		}
		return incarnation.channel();
	}

}
