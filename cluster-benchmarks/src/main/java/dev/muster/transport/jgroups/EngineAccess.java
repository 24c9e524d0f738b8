package dev.muster.transport.jgroups;

import org.jgroups.JChannel;
import org.jgroups.protocols.Bundler;
import org.jgroups.protocols.TP;

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
		return incarnation.tcp().getProtocolStack().getChannel();
	}

	/**
	 * Let the engine bundle messages, or not, while nobody sends any.
	 * @param channel a connected channel
	 * @param bundler how
	 */
	public static void bundle(JChannel channel, Bundler bundler) {
		TP transport = channel.getProtocolStack().getTransport();
		Bundler before = transport.getBundler();
		bundler.init(transport);
		bundler.viewChange(channel.getView());
		bundler.start();
		transport.setBundler(bundler);
		before.stop();
	}

}
