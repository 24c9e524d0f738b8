package dev.muster.transport.jgroups;

import java.io.DataInput;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import dev.muster.transport.LinkStatus;
import dev.muster.transport.LinkTotals;
import dev.muster.transport.Refusal;
import dev.muster.transport.jgroups.netty.Lane;
import dev.muster.transport.jgroups.netty.LinkListener;
import dev.muster.transport.jgroups.netty.Links;
import dev.muster.transport.jgroups.netty.OutboundFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import org.jgroups.Address;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.MessageFactory;
import org.jgroups.PhysicalAddress;
import org.jgroups.Version;
import org.jgroups.protocols.TP;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.MessageBatch;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * The engine's transport on {@link Links}: nothing it does waits for a peer. Our
 * {@link Packet}s travel on the same connections. What is no packet is counted where the
 * engine would log each with a stack trace.
 */
class EngineTransport extends TP implements LinkListener, PacketPort {

	/**
	 * The shortest engine packet: a version and flags.
	 */
	private static final int MIN_PACKET = 3;

	private final Side side;

	private final LinkFactory factory;

	private volatile LinkFactory.@Nullable Opened opened;

	private @Nullable InetSocketAddress bound;

	private volatile @Nullable Predicate<InetSocketAddress> firewall;

	/**
	 * Create a transport.
	 * @param side is told what is not the engine's; must not block
	 * @param factory makes the connections
	 */
	EngineTransport(Side side, LinkFactory factory) {
		this.side = side;
		this.factory = factory;
	}

	@Override
	public boolean supportsMulticasting() {
		return false;
	}

	@Override
	protected @Nullable PhysicalAddress getPhysicalAddress() {
		InetSocketAddress address = this.bound;
		return (address != null) ? new IpAddress(address.getAddress(), address.getPort()) : null;
	}

	/** Load and initialize the classes that starting takes. */
	@Override
	public void prepare() {
		LinkFactory.Opened unbound = this.factory.open(this);
		try {
			unbound.links().prepare();
		}
		finally {
			unbound.close();
		}
	}

	@Override
	public void start() throws Exception {
		LinkFactory.Opened fresh = this.factory.open(this);
		this.opened = fresh;
		InetSocketAddress local = fresh.links().bind(this.bind_addr, this.bind_port, this.port_range);
		this.bound = new InetSocketAddress((this.external_addr != null) ? this.external_addr : local.getAddress(),
				(this.external_port > 0) ? this.external_port : local.getPort());
		fresh.links().announce(this.bound);
		super.start();
	}

	@Override
	public void stop() {
		super.stop();
		LinkFactory.Opened open = this.opened;
		if (open != null) {
			open.close();
		}
	}

	@Override
	public Object down(Event event) {
		Object result = super.down(event);
		if (event.getType() == Event.VIEW_CHANGE) {
			Set<InetSocketAddress> insiders = new HashSet<>();
			for (Address member : this.members) {
				PhysicalAddress address = getPhysicalAddressFromCache(member);
				if (address != null) {
					insiders.add(socketAddress(address));
				}
			}
			links().retain(insiders::contains);
		}
		return result;
	}

	@Override
	public void transmit(InetSocketAddress to, byte[] packet) {
		if (this.opened != null) {
			send(to, Lane.URGENT, OutboundFrame.of(packet));
		}
	}

	/** Return where a member is, or {@code null} if that is not known. */
	@Nullable InetSocketAddress addressOf(Address member) {
		PhysicalAddress physical = (member instanceof PhysicalAddress address) ? address
				: getPhysicalAddressFromCache(member);
		return (physical != null) ? socketAddress(physical) : null;
	}

	/**
	 * Send a packet.
	 * @param to where to
	 * @param lane its lane
	 * @param packet the packet
	 */
	void send(InetSocketAddress to, Lane lane, OutboundFrame packet) {
		if (!isCut(to)) {
			links().send(to, lane, packet);
		}
	}

	// What reaches the engine's own way of sending; LinkBundler has another
	@Override
	public void sendUnicast(PhysicalAddress to, byte[] data, int offset, int length) {
		send(socketAddress(to), Lane.URGENT, OutboundFrame.of(Arrays.copyOfRange(data, offset, offset + length)));
	}

	@Override
	public void frame(InetSocketAddress sender, ByteBuf frame) {
		if (isCut(sender)) {
			return;
		}
		if (frame.readableBytes() < MIN_PACKET) {
			this.side.invalid(host(sender), frame.readableBytes() + " bytes are no packet");
			return;
		}
		short version = frame.getShort(frame.readerIndex());
		if (version == PacketCodec.MAGIC) {
			this.side.packet(sender, frame.nioBuffer());
		}
		else if (!Version.isBinaryCompatible(version)) {
			this.side.invalid(host(sender), "neither our packet nor the engine's");
		}
		else {
			enginePacket(frame);
		}
	}

	private void enginePacket(ByteBuf frame) {
		byte flags = frame.skipBytes(Short.BYTES).readByte();
		boolean multicast = (flags & MULTICAST) != 0;
		DataInput in = new ByteBufInputStream(frame);
		if ((flags & LIST) != 0) {
			handleMessageBatch(in, multicast);
		}
		else {
			handleSingleMessage(in, multicast);
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

	@Override
	public void absent(InetSocketAddress address) {
		this.side.absent(address);
	}

	@Override
	public void unreached(InetSocketAddress address, Unreached reason, String detail) {
		this.side.unreached(address, reason, detail);
	}

	/**
	 * A connection that ends is the first sign of a crash, and needs no port of its own.
	 */
	@Override
	public void closed(InetSocketAddress address) {
		Address member = this.logical_addr_cache.getByValue(new IpAddress(address.getAddress(), address.getPort()));
		if (member != null && this.members.contains(member) && !this.side.isLeaving()) {
			this.thread_pool.execute(() -> this.up_prot.up(new Event(Event.SUSPECT, List.of(member))));
		}
		this.side.closed(address);
	}

	@Override
	public void refused(InetSocketAddress address, Refusal.Reason reason, boolean byUs, String detail) {
		this.side.refused(address, reason, byUs, detail);
	}

	@Override
	public void invalid(String host, String reason) {
		this.side.invalid(host, reason);
	}

	@Override
	public void unknownFrame() {
		this.side.unknown();
	}

	@Override
	public void firewall(@Nullable Predicate<InetSocketAddress> passes) {
		this.firewall = passes;
	}

	@Override
	public List<LinkStatus> status() {
		return links().statistics()
			.stream()
			.map((link) -> new LinkStatus(host(link.peer()) + ":" + link.peer().getPort(), link.connections() > 0,
					link.connections(), link.framesSent(), link.bytesSent(), link.framesReceived(),
					link.bytesReceived(), link.queuedFrames(), link.queuedBytes(), link.dropped(), link.roundTrip()))
			.sorted(Comparator.comparing(LinkStatus::peer))
			.toList();
	}

	@Override
	public LinkTotals totals() {
		LinkFactory.Opened open = this.opened;
		return (open != null) ? open.links().totals() : LinkTotals.NONE;
	}

	@Override
	public void breakConnections() {
		links().statistics().forEach((link) -> links().disconnect(link.peer()));
	}

	private boolean isCut(InetSocketAddress peer) {
		Predicate<InetSocketAddress> passes = this.firewall;
		return passes != null && !passes.test(peer);
	}

	@Override
	public InetSocketAddress boundAddress() {
		return Objects.requireNonNull(this.bound, "not bound yet");
	}

	private Links links() {
		return Objects.requireNonNull(this.opened, "not started yet").links();
	}

	// Without the port, which garbage changes with each connection, and without the scope
	// of IPv6, which members do not tell
	static String host(InetSocketAddress address) {
		String host = address.getAddress().getHostAddress();
		int scope = host.indexOf('%');
		return (scope < 0) ? host : host.substring(0, scope);
	}

	static InetSocketAddress socketAddress(Address address) {
		IpAddress ip = (IpAddress) address;
		return new InetSocketAddress(ip.getIpAddress(), ip.getPort());
	}

	/**
	 * What happens at the port beside the engine's own traffic. Called by the threads
	 * that serve the connections.
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
		 * No handshake came about, and nobody refused it.
		 * @param address the address that was connected to
		 * @param reason what happened
		 * @param detail the same for people
		 */
		void unreached(InetSocketAddress address, Unreached reason, String detail);

		/**
		 * A connection ended.
		 * @param address the other end
		 */
		void closed(InetSocketAddress address);

		/**
		 * A handshake failed.
		 * @param address the other end
		 * @param reason why
		 * @param byUs whether this node refused it, or it this node
		 * @param detail the reason in words
		 */
		void refused(InetSocketAddress address, Refusal.Reason reason, boolean byUs, String detail);

		/**
		 * Something came that is no packet.
		 * @param sender where it came from, as far as known
		 * @param reason what is wrong with it
		 */
		void invalid(String sender, String reason);

		/**
		 * Something came of a type that only later versions know.
		 */
		void unknown();

		/**
		 * Return whether this node is leaving, so that ends of connections are expected.
		 * @return whether it is
		 */
		boolean isLeaving();

	}

}
