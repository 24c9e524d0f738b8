package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.muster.MemberId;
import dev.muster.transport.Refusal;
import dev.muster.transport.jgroups.netty.LinkListener.Unreached;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.PhysicalAddress;
import org.jgroups.View;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.Discovery;
import org.jgroups.protocols.PingData;
import org.jgroups.protocols.PingHeader;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.Responses;
import org.jgroups.util.Tuple;
import org.jgroups.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the engine asks for members, and is answered by {@link Introducer}: the engine
 * joins whom it is told to join and founds a cluster only when told so.
 */
class EngineDiscovery extends Discovery implements EngineTransport.Side {

	private static final short PROTOCOL_ID = 4512;

	static {
		// Before the constructor of the superclass asks for it; once for each class
		// loader
		if (ClassConfigurator.getProtocolId(EngineDiscovery.class) == 0) {
			ClassConfigurator.addProtocol(PROTOCOL_ID, EngineDiscovery.class);
		}
	}

	/** How many members are asked for an address that the engine lacks. */
	private static final int ASK_FOR_ADDRESSES = 3;

	private final Introducer introducer;

	private final List<Responses> unfinished = new ArrayList<>();

	EngineDiscovery(Introducer introducer) {
		this.introducer = introducer;
		introducer.attach(this);
		returnEntireCache(true);
	}

	@Override
	public void start() throws Exception {
		super.start();
		// The transport below has started before, so has its port
		this.introducer.bound(((PacketPort) getTransport()).boundAddress());
	}

	/**
	 * {@code true} only until there is a view: the engine's TCP insists on a port number
	 * otherwise, and afterwards the coordinator shall tell addresses to newcomers.
	 */
	@Override
	public boolean isDynamic() {
		return this.view == null;
	}

	@Override
	protected void findMembers(@Nullable List<Address> members, boolean initial, Responses responses) {
		if (initial) {
			join(responses);
		}
		else if (members != null) {
			askForAddresses(members);
		}
		else {
			this.introducer.lookForOutsiders();
		}
	}

	// Runs on the thread that starts the node, and blocks it until there is a decision
	private void join(Responses responses) {
		// The engine adds up the answers of all its tries; a coordinator of an earlier
		// one may
		// be dead by now
		this.unfinished.forEach(Responses::clear);
		this.unfinished.add(responses);
		try {
			PeerState coordinator = this.introducer.decide();
			if (coordinator == null) {
				PhysicalAddress self = (PhysicalAddress) down(new Event(Event.GET_PHYSICAL_ADDRESS, this.local_addr));
				responses.addResponse(new PingData(this.local_addr, true, null, self).coord(true), true);
			}
			else {
				learnAddress(coordinator);
				responses.addResponse(pingData(coordinator), true);
			}
		}
		finally {
			responses.done();
		}
	}

	private void askForAddresses(List<Address> missing) {
		View current = this.view;
		byte[] data = Discovery.marshal(new PingData(this.local_addr, this.is_server)).getArray();
		int asked = 0;
		for (Address member : (current != null) ? current.getMembers() : List.<Address>of()) {
			PhysicalAddress address = physicalAddress(member);
			if (address != null && !member.equals(this.local_addr) && !missing.contains(member)
					&& asked++ < ASK_FOR_ADDRESSES) {
				Message message = new BytesMessage(address).setFlag(Message.Flag.OOB, Message.Flag.DONT_BUNDLE)
					.setFlag(Message.TransientFlag.DONT_BLOCK)
					.putHeader(this.id, new PingHeader(PingHeader.GET_MBRS_REQ).clusterName(this.cluster_name))
					.setArray(data);
				this.down_prot.down(message);
			}
		}
	}

	@Override
	public Object down(Event event) {
		if (event.getType() != Event.VIEW_CHANGE) {
			return super.down(event);
		}
		View before = this.view;
		Object result = super.down(event);
		View now = event.getArg();
		this.unfinished.clear();
		if (before != null) {
			for (Address member : View.leftMembers(before, now)) {
				PhysicalAddress address = physicalAddress(member);
				if (address != null) {
					this.introducer.remember(EngineTransport.socketAddress(address));
				}
			}
		}
		return result;
	}

	@Nullable PhysicalAddress physicalAddress(Address member) {
		return (PhysicalAddress) this.down_prot.down(new Event(Event.GET_PHYSICAL_ADDRESS, member));
	}

	/** Tell the engine where a peer is. */
	void learnAddress(PeerState peer) {
		this.down_prot.down(new Event(Event.ADD_PHYSICAL_ADDRESS,
				new Tuple<>(engineAddress(peer.id()), ipAddress(peer.address()))));
	}

	/** Let the engine compare views with a peer that is in another one. */
	void compareViews(PeerState outsider) {
		learnAddress(outsider);
		if (this.discovery_rsp_callback != null) {
			this.discovery_rsp_callback.accept(pingData(outsider));
		}
	}

	/** Return what this node says of itself once it is a member; {@code null} before. */
	@Nullable PeerState memberState(MemberId self, InetSocketAddress address) {
		View current = this.view;
		if (current == null || !this.is_server) {
			return null;
		}
		Address coordinator = current.getCoord();
		PhysicalAddress at = physicalAddress(coordinator);
		if (at == null) {
			return null;
		}
		return new PeerState(self, address, Standing.MEMBER, true, EngineTransport.socketAddress(at),
				memberId(coordinator), current.getViewId().getId(), current.size());
	}

	/**
	 * Return whether a peer is in another view than this node. A node that hung and was
	 * excluded meanwhile still has its old view: the others are members there, and their
	 * coordinator is still its own, so only the number tells that it is not in theirs.
	 */
	boolean isOutsider(PeerState peer) {
		View current = this.view;
		return current != null && this.is_server && peer.standing() == Standing.MEMBER
				&& (!current.containsMember(engineAddress(peer.id()))
						|| !memberId(current.getCoord()).equals(peer.coordinatorId())
						|| current.getViewId().getId() != peer.viewNumber());
	}

	/** Return where the members of the view are. */
	Set<InetSocketAddress> insiders() {
		Set<InetSocketAddress> result = new HashSet<>();
		View current = this.view;
		if (current != null) {
			for (Address member : current.getMembers()) {
				PhysicalAddress address = physicalAddress(member);
				if (address != null) {
					result.add(EngineTransport.socketAddress(address));
				}
			}
		}
		return result;
	}

	@Override
	public boolean isLeaving() {
		return this.is_leaving;
	}

	void transmit(InetSocketAddress to, byte[] packet) {
		((PacketPort) getTransport()).transmit(to, packet);
	}

	@Override
	public void packet(InetSocketAddress sender, ByteBuffer packet) {
		this.introducer.packet(sender, packet);
	}

	@Override
	public void absent(InetSocketAddress address) {
		this.introducer.absent(address);
	}

	@Override
	public void unreached(InetSocketAddress address, Unreached reason, String detail) {
		this.introducer.unreached(address, reason, detail);
	}

	@Override
	public void closed(InetSocketAddress address) {
		this.introducer.closed(address);
	}

	@Override
	public void refused(InetSocketAddress address, Refusal.Reason reason, boolean byUs, String detail) {
		this.introducer.refused(address, reason, byUs, detail);
	}

	@Override
	public void invalid(String sender, String reason) {
		this.introducer.invalid(sender, reason);
	}

	@Override
	public void unknown() {
		this.introducer.unknown();
	}

	private static PingData pingData(PeerState peer) {
		return new PingData(engineAddress(peer.id()), true, null, ipAddress(peer.address()))
			.coord(peer.isCoordinator());
	}

	static Address engineAddress(MemberId id) {
		return new UUID(id.high(), id.low());
	}

	static MemberId memberId(Address address) {
		UUID uuid = (UUID) address;
		return new MemberId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
	}

	static IpAddress ipAddress(InetSocketAddress address) {
		return new IpAddress(address.getAddress(), address.getPort());
	}

}
