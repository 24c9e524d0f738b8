package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.muster.transport.Refusal;
import dev.muster.transport.TransportSettings;
import dev.muster.transport.jgroups.netty.Lane;
import dev.muster.transport.jgroups.netty.LinkListener;
import dev.muster.transport.jgroups.netty.OutboundFrame;
import org.jgroups.JChannel;
import org.jgroups.PhysicalAddress;
import org.jgroups.protocols.TP;

/**
 * Gives measurements the very engine that a node runs on, and its transport alone.
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

	/**
	 * Make the engine's transport of a node, for a stack without the node. What is sent
	 * is payload to it, as a bundler of the engine does not tell.
	 * @param cluster the cluster's name
	 * @param settings the transport's settings
	 * @return the transport, without a bundler and an address
	 */
	public static TP transport(String cluster, TransportSettings settings) {
		return new EngineTransport(new NobodyBeside(), new LinkFactory(cluster, settings)) {
			@Override
			public void sendUnicast(PhysicalAddress to, byte[] data, int offset, int length) {
				send(socketAddress(to), Lane.PAYLOAD,
						OutboundFrame.of(Arrays.copyOfRange(data, offset, offset + length)));
			}
		};
	}

	/**
	 * There is nothing but the engine.
	 */
	private static final class NobodyBeside implements EngineTransport.Side {

		@Override
		public void packet(InetSocketAddress sender, ByteBuffer packet) {
			// none is sent
		}

		@Override
		public void absent(InetSocketAddress address) {
			// the engine asks again
		}

		@Override
		public void unreached(InetSocketAddress address, LinkListener.Unreached reason, String detail) {
			// the engine asks again
		}

		@Override
		public void closed(InetSocketAddress address) {
			// the transport tells the engine
		}

		@Override
		public void refused(InetSocketAddress address, Refusal.Reason reason, boolean byUs, String detail) {
			throw new IllegalStateException(address + " refused: " + reason + " " + detail);
		}

		@Override
		public void invalid(String sender, String reason) {
			throw new IllegalStateException(sender + " sent " + reason);
		}

		@Override
		public void unknown() {
			throw new IllegalStateException("All are of one version");
		}

		@Override
		public boolean isLeaving() {
			return false;
		}

	}

}
