package dev.muster.transport.jgroups;

import java.io.DataInput;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import dev.muster.transport.LinkStatus;
import dev.muster.transport.LinkTotals;
import dev.muster.transport.Refusal;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.MessageFactory;
import org.jgroups.Version;
import org.jgroups.protocols.TpHeader;
import org.jgroups.protocols.UDP;
import org.jgroups.util.ByteArrayDataInputStream;
import org.jgroups.util.MessageBatch;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's UDP transport, with our {@link Packet}s on the same port. What is no
 * packet, or one of another cluster, is counted where the engine would log each with a
 * stack trace. There are no connections: nothing tells at once that a peer has died.
 */
class UdpTransport extends UDP implements PacketPort {

	private static final Logger logger = LoggerFactory.getLogger(UdpTransport.class);

	/** A version and flags. */
	private static final int ENGINE_START = 3;

	private final EngineTransport.Side side;

	private volatile @Nullable Predicate<InetSocketAddress> firewall;

	private boolean toldOfBuffers;

	/**
	 * Create a transport.
	 * @param side is told what is not the engine's; must not block
	 */
	UdpTransport(EngineTransport.Side side) {
		this.side = side;
	}

	@Override
	public InetSocketAddress boundAddress() {
		return EngineTransport.socketAddress(Objects.requireNonNull(createLocalAddress(), "not bound yet"));
	}

	@Override
	public void transmit(InetSocketAddress to, byte[] packet) {
		try {
			_send(to.getAddress(), to.getPort(), packet, 0, packet.length);
		}
		catch (Exception ex) {
			// No route, or no room, or this node is stopping: the packet is lost, as
			// others may be
			logger.debug("A packet to {} was not sent", to, ex);
		}
	}

	@Override
	protected void _send(InetAddress to, int port, byte[] data, int offset, int length) throws Exception {
		if (!isCut(new InetSocketAddress(to, port))) {
			super._send(to, port, data, offset, length);
		}
	}

	@Override
	public void receive(Address from, byte @Nullable [] data, int offset, int length) {
		InetSocketAddress sender = EngineTransport.socketAddress(from);
		// The engine loops back what it multicasts, and the network does, too
		if (data == null || Objects.equals(this.local_physical_addr, from) || isCut(sender)) {
			return;
		}
		if (length < ENGINE_START) {
			invalid(sender, length + " bytes are no packet");
			return;
		}
		short version = ByteBuffer.wrap(data).getShort(offset);
		if (version == PacketCodec.MAGIC) {
			this.side.packet(sender, ByteBuffer.wrap(data, offset, length));
		}
		else if (!Version.isBinaryCompatible(version)) {
			invalid(sender, "neither our packet nor the engine's");
		}
		else {
			enginePacket(sender, data, offset, length);
		}
	}

	private void enginePacket(InetSocketAddress sender, byte[] data, int offset, int length) {
		byte flags = data[offset + Short.BYTES];
		boolean multicast = (flags & MULTICAST) != 0;
		DataInput in = new ByteArrayDataInputStream(data, offset + ENGINE_START, length - ENGINE_START);
		try {
			if ((flags & LIST) != 0) {
				batches(sender, Util.readMessageBatch(in, multicast));
			}
			else {
				Message message = MessageFactory.create(in.readShort());
				message.readFrom(in);
				message(sender, message, multicast);
			}
		}
		catch (Exception | StackOverflowError | OutOfMemoryError ex) {
			invalid(sender, "an engine packet that cannot be read: " + ex);
		}
	}

	private void message(InetSocketAddress sender, Message message, boolean multicast) {
		TpHeader header = message.getHeader(this.id);
		if (header == null || !isOurs(header.clusterName())) {
			stranger(sender);
		}
		else if (multicast || !unicastDestMismatch(message.getDest())) {
			this.msg_processing_policy.process(message, message.isFlagSet(Message.Flag.OOB));
			this.msg_stats.received(message);
		}
	}

	private void batches(InetSocketAddress sender, MessageBatch[] batches) {
		for (int i = batches.length - 1; i >= 0; i--) { // what is out of band comes first
			MessageBatch batch = batches[i];
			if (batch != null && !batch.clusterName().equals(this.cluster_name)) {
				stranger(sender);
			}
			else if (batch != null) {
				this.msg_stats.received(batch);
				processBatch(batch, i > 0);
			}
		}
	}

	private boolean isOurs(byte @Nullable [] name) {
		return this.cluster_name != null && name != null && this.cluster_name.equals(name);
	}

	private void stranger(InetSocketAddress sender) {
		this.side.refused(new InetSocketAddress(sender.getAddress(), 0), Refusal.Reason.OTHER_CLUSTER, true,
				"it belongs to a cluster of another name, and uses the same multicast group");
	}

	private void invalid(InetSocketAddress sender, String reason) {
		this.side.invalid(sender.getAddress().getHostAddress(), reason);
	}

	@Override
	protected MulticastSocket createMulticastSocketWithBindPort() throws Exception {
		try {
			return super.createMulticastSocketWithBindPort();
		}
		catch (Exception ex) {
			BindException inUse = new BindException(String.valueOf(ex.getMessage()));
			inUse.initCause(ex);
			throw inUse;
		}
	}

	// The engine warns four times
	@Override
	protected void setBufferSize(DatagramSocket socket, int sendSize, int receiveSize) {
		try {
			socket.setSendBufferSize(sendSize);
			socket.setReceiveBufferSize(receiveSize);
			int granted = socket.getReceiveBufferSize();
			if (granted < receiveSize && !this.toldOfBuffers) {
				this.toldOfBuffers = true;
				logger.info(
						"The system grants a receive buffer of {} bytes, not {}: bursts may be lost and have to be"
								+ " sent again. On Linux, sysctl net.core.rmem_max has the limit",
						granted, receiveSize);
			}
		}
		catch (SocketException ex) {
			logger.warn("The buffers of a socket cannot be set: {}", ex.getMessage());
		}
	}

	@Override
	public void firewall(@Nullable Predicate<InetSocketAddress> passes) {
		this.firewall = passes;
	}

	@Override
	public List<LinkStatus> status() {
		return List.of();
	}

	@Override
	public LinkTotals totals() {
		return LinkTotals.NONE;
	}

	@Override
	public void breakConnections() {
		return; // there are none
	}

	private boolean isCut(InetSocketAddress peer) {
		Predicate<InetSocketAddress> passes = this.firewall;
		return passes != null && !passes.test(peer);
	}

}
