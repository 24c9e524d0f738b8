package dev.muster.transport.jgroups;

import java.io.DataInput;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.util.Collection;
import java.util.function.Predicate;

import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.MessageFactory;
import org.jgroups.PhysicalAddress;
import org.jgroups.Version;
import org.jgroups.blocks.cs.Connection;
import org.jgroups.protocols.TCP_NIO2;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.MessageBatch;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * The engine's non-blocking TCP with three additions: our {@link Packet}s travel on the
 * same connections, a refused connection is told and not just traced, and what is no
 * packet at all is counted where the engine would log each with a stack trace.
 */
class EngineTcp extends TCP_NIO2 {

	/**
	 * The shortest engine packet: a version and flags.
	 */
	private static final int MIN_PACKET = 3;

	private final Side side;

	private volatile @Nullable Predicate<InetSocketAddress> firewall;

	/**
	 * Create a transport.
	 * @param side is told what is not the engine's; must not block
	 */
	EngineTcp(Side side) {
		this.side = side;
	}

	@Override
	public void start() throws Exception {
		super.start();
		this.server.log(new EngineServerLog(this.side));
	}

	@Override
	public void send(Address dest, byte[] data, int offset, int length) {
		if (this.server == null || isCut(dest)) {
			return;
		}
		try {
			this.server.send(dest, data, offset, length);
		}
		catch (ConnectException ex) {
			this.side.absent(socketAddress(dest));
		}
		catch (ClosedChannelException | CancelledKeyException ex) {
			this.log.trace("%s: connection to %s was closed", this.local_addr, dest);
		}
		catch (Exception ex) {
			// reliable messages are sent again, the others may be lost
			this.log.trace("%s: failed sending message to %s: %s", this.local_addr, dest, ex);
		}
	}

	/**
	 * Close the connections to all but some addresses. The engine's own forgets the
	 * connection of somebody who becomes a member in that moment and leaves it open; the
	 * other end goes on to use it and, if its address is the greater one, refuses every
	 * other, so that it never hears this node again.
	 * @param addresses what to keep
	 */
	@Override
	public void retainAll(Collection<Address> addresses) {
		this.server.forAllConnections((address, connection) -> {
			if (!addresses.contains(address) && !this.is_member.test((PhysicalAddress) address)) {
				this.server.closeConnection(connection, false);
			}
		});
	}

	@Override
	public void connectionClosed(Connection connection) {
		super.connectionClosed(connection);
		if (connection.peerAddress() instanceof IpAddress peer) {
			this.side.closed(socketAddress(peer));
		}
	}

	@Override
	public void receive(Address sender, ByteBuffer buffer) {
		if (buffer.remaining() < MIN_PACKET) {
			this.side.invalid(host(sender), buffer.remaining() + " bytes are no packet");
			return;
		}
		if (isCut(sender)) {
			return;
		}
		short version = buffer.getShort(buffer.position());
		if (version == PacketCodec.MAGIC) {
			this.side.packet(socketAddress(sender), buffer);
		}
		else if (!Version.isBinaryCompatible(version)) {
			this.side.invalid(host(sender), "neither our packet nor the engine's");
		}
		else {
			super.receive(sender, buffer);
		}
	}

	@Override
	protected void handleSingleMessage(DataInput in, boolean multicast) {
		Message message;
		try {
			message = MessageFactory.create(in.readShort());
			message.readFrom(in);
		}
		catch (Exception | StackOverflowError ex) {
			this.side.invalid("an engine peer", "a message that cannot be read: " + ex);
			return;
		}
		if (!multicast && unicastDestMismatch(message.getDest())) {
			return;
		}
		this.msg_processing_policy.process(message, message.isFlagSet(Message.Flag.OOB));
		this.msg_stats.received(message);
	}

	@Override
	protected void handleMessageBatch(DataInput in, boolean multicast) {
		MessageBatch[] batches;
		try {
			batches = Util.readMessageBatch(in, multicast);
		}
		catch (Exception | StackOverflowError ex) {
			this.side.invalid("an engine peer", "a batch that cannot be read: " + ex);
			return;
		}
		for (int i = 0; i < batches.length; i++) {
			if (batches[i] != null) {
				this.msg_stats.received(batches[i]);
			}
		}
		processBatch(batches[1], true);
		processBatch(batches[0], false);
	}

	/**
	 * Say whose packets pass, for tests of a cut network.
	 * @param passes whether packets from and to an address pass, or {@code null} for all
	 */
	void firewall(@Nullable Predicate<InetSocketAddress> passes) {
		this.firewall = passes;
	}

	private boolean isCut(Address peer) {
		Predicate<InetSocketAddress> passes = this.firewall;
		return passes != null && !passes.test(socketAddress(peer));
	}

	InetSocketAddress boundAddress() {
		return socketAddress(getPhysicalAddress());
	}

	// Without the port, which garbage changes with each connection
	private static String host(Address address) {
		return ((IpAddress) address).getIpAddress().getHostAddress();
	}

	static InetSocketAddress socketAddress(Address address) {
		IpAddress ip = (IpAddress) address;
		return new InetSocketAddress(ip.getIpAddress(), ip.getPort());
	}

	/**
	 * What happens at the port beside the engine's own traffic. Called by the thread that
	 * serves all connections.
	 */
	interface Side {

		/**
		 * One of our packets came.
		 * @param sender where it came from
		 * @param packet the packet, valid during this call
		 */
		void packet(InetSocketAddress sender, ByteBuffer packet);

		/**
		 * A connection was refused.
		 * @param address where nobody listens
		 */
		void absent(InetSocketAddress address);

		/**
		 * A connection ended.
		 * @param address the other end
		 */
		void closed(InetSocketAddress address);

		/**
		 * Something came that is no packet.
		 * @param sender where it came from, as far as known
		 * @param reason what is wrong with it
		 */
		void invalid(String sender, String reason);

	}

}
