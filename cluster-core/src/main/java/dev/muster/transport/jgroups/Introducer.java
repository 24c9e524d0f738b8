package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import dev.muster.DuplicateNodeNameException;
import dev.muster.MemberId;
import dev.muster.discovery.DiscoveryService;
import dev.muster.discovery.PeerAddress;
import dev.muster.transport.Refusal.Reason;
import dev.muster.transport.SearchedAddress.Outcome;
import dev.muster.transport.TransportException;
import dev.muster.transport.TransportSettings;
import dev.muster.transport.jgroups.netty.LinkListener.Unreached;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell around {@link Rendezvous}: asks candidates who they are, has those who ask
 * answered by {@link Reception}, and once in a cluster looks for separated parts of it.
 * One for each incarnation. Safe for use by many threads; packets are handled without
 * blocking.
 */
class Introducer {

	private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);

	private static final Logger logger = LoggerFactory.getLogger(Introducer.class);

	private final MemberId self;

	private final String clusterName;

	private final TransportSettings settings;

	private final DiscoveryService discovery;

	private final AddressResolver resolver;

	private final SearchRecord searchRecord;

	private final RefusalLog refusals;

	private final StrayPackets strays;

	private @Nullable Host host;

	private final LongSupplier clock;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition news = this.lock.newCondition();

	private final NameDispute nameDispute;

	private @Nullable EngineDiscovery engine;

	private @Nullable OwnStanding own;

	private @Nullable Inquiry inquiry;

	private @Nullable Reception reception;

	private boolean cancelled;

	Introducer(MemberId self, String clusterName, TransportSettings settings, DiscoveryService discovery,
			AddressResolver resolver, SearchRecord searchRecord, RefusalLog refusals, StrayPackets strays,
			LongSupplier clock) {
		this.self = self;
		this.clusterName = clusterName;
		this.settings = settings;
		this.nameDispute = new NameDispute(settings);
		this.discovery = discovery;
		this.resolver = resolver;
		this.searchRecord = searchRecord;
		this.refusals = refusals;
		this.strays = strays;
		this.clock = clock;
	}

	void attach(EngineDiscovery engine) {
		this.engine = engine;
	}

	void attach(Host host) {
		this.host = host;
	}

	/** The engine has bound its port. */
	void bound(InetSocketAddress address) {
		require(this.host).bound(address);
	}

	/**
	 * The port is bound: from now on others can be asked and answered.
	 * @param address where this node listens
	 * @param nodeName its name
	 */
	void bound(InetSocketAddress address, String nodeName) {
		this.lock.lock();
		try {
			EngineDiscovery current = require(this.engine);
			Rendezvous rendezvous = new Rendezvous(this.self, address, this.settings.joinTimeout(),
					this.settings.seedTimeout(), this.clock.getAsLong());
			OwnStanding standing = new OwnStanding(this.self, address, new Hello(this.clusterName, nodeName),
					rendezvous, current, this.clock);
			Inquiry asking = new Inquiry(this.resolver, this.searchRecord, standing, current, this.nameDispute,
					this.refusals, this.clock);
			this.own = standing;
			this.inquiry = asking;
			this.reception = new Reception(standing, current, require(this.host), asking, this.nameDispute,
					this.refusals, this.clock);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Let a decision that is waited for fail. */
	void cancel() {
		this.lock.lock();
		try {
			this.cancelled = true;
			this.news.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Decide whom to join. Blocks.
	 * @return the coordinator to join, or {@code null} to found a cluster
	 */
	@Nullable PeerState decide() {
		DiscoveryService.Candidates candidates = this.discovery.poll(this.settings.joinTimeout());
		this.lock.lock();
		try {
			OwnStanding standing = require(this.own);
			Inquiry asking = require(this.inquiry);
			Rendezvous current = standing.rendezvous();
			current.lookAgain(this.clock.getAsLong());
			asking.begin();
			standing.decided(false);
			WaitingLog waitingLog = new WaitingLog();
			while (true) {
				if (this.cancelled) {
					throw new TransportException("The node was stopped while it was starting", null);
				}
				long now = this.clock.getAsLong();
				AddressResolver.Resolved resolved = asking.locate(candidates.addresses());
				current.discovered(resolved.addresses(), candidates.mayFound() && resolved.complete(), now);
				current.due(now).forEach(asking::ask);
				if (!nameIsTaken(now)) {
					Rendezvous.Decision decision = current.decide(this.clock.getAsLong());
					if (decision.action() != Rendezvous.Action.WAIT) {
						logger.debug("Decided to {}: {}", decision.action(), decision.reason());
						standing.decided(true);
						return decision.coordinator();
					}
					String waitingFor = waitingLog.waiting(decision.reason(), this.discovery::status, now);
					if (waitingFor != null) {
						logger.info(
								"Waiting to join or found the cluster, for {} s at the longest: {}; what becomes of each address is told by the endpoint clusterdiscovery",
								this.settings.seedTimeout()
									.plus(this.settings.joinTimeout().multipliedBy(2))
									.toSeconds(),
								waitingFor);
					}
				}
				this.news.awaitNanos(TICK);
				candidates = this.discovery.candidates();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new TransportException("The start of the node was interrupted", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean nameIsTaken(long now) {
		String owner = this.nameDispute.lost(now);
		if (owner != null) {
			throw new DuplicateNodeNameException(require(this.own).hello().nodeName(), owner);
		}
		return this.nameDispute.isOpen(now);
	}

	/** Ask everybody who may be a member of a separated part of the cluster. */
	void lookForOutsiders() {
		Set<InetSocketAddress> insiders = require(this.engine).insiders();
		tell((asking) -> asking.askOutsiders(this.discovery.candidates().addresses(), insiders));
	}

	/**
	 * Keep in mind where somebody was, to find it again even when discovery is silent.
	 */
	void remember(InetSocketAddress member) {
		tell((asking) -> asking.remember(member));
	}

	void packet(InetSocketAddress sender, ByteBuffer bytes) {
		@Nullable Packet packet;
		try {
			packet = PacketCodec.decode(bytes);
		}
		catch (MalformedPacketException ex) {
			invalid(sender.getAddress().getHostAddress(), "a packet that cannot be read: " + ex.getMessage());
			return;
		}
		if (packet == null) {
			unknown();
			return;
		}
		this.lock.lock();
		try {
			if (this.reception == null || this.inquiry == null || require(this.engine).isLeaving()) {
				return;
			}
			if (packet instanceof Packet.Probe probe) {
				this.reception.asked(sender, probe);
			}
			else if (packet instanceof Packet.Answer answer) {
				this.inquiry.answered(answer);
			}
			else if (packet instanceof Packet.Refused refused) {
				this.inquiry.refused(sender, refused);
			}
			this.news.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The connection to an address was refused. */
	void absent(InetSocketAddress candidate) {
		tell((asking) -> asking.missed(candidate, Outcome.CONNECTION_REFUSED, "nobody listens there"));
	}

	/**
	 * No handshake came about at an address, and nobody refused it.
	 * @param candidate the address
	 * @param reason what happened
	 * @param detail the same for people
	 */
	void unreached(InetSocketAddress candidate, Unreached reason, String detail) {
		tell((asking) -> {
			switch (reason) {
				case NO_ROUTE -> asking.missed(candidate, Outcome.UNREACHABLE, detail);
				case TIMED_OUT -> asking.failed(candidate, Outcome.TIMED_OUT, detail);
				case CLOSED -> asking.failed(candidate, Outcome.CLOSED, detail);
			}
		});
	}

	void closed(InetSocketAddress candidate) {
		tell((asking) -> require(this.own).rendezvous().closed(candidate));
	}

	/**
	 * A handshake failed.
	 * @param peer the other end; without a port if it connected
	 * @param reason why
	 * @param byUs whether this node refused it, or it this node
	 * @param detail the reason in words, if there is more to say than the reason
	 */
	void refused(InetSocketAddress peer, Reason reason, boolean byUs, String detail) {
		if (peer.getPort() == 0) {
			this.refusals.add(peer.getAddress().getHostAddress(), reason, byUs, detail);
		}
		else {
			tell((asking) -> asking.refused(peer, reason, byUs, detail));
		}
	}

	private void tell(Consumer<Inquiry> event) {
		this.lock.lock();
		try {
			if (this.inquiry != null) {
				event.accept(this.inquiry);
				this.news.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void invalid(String sender, String reason) {
		this.strays.invalid();
		this.refusals.add(sender, Reason.GARBAGE, true, reason);
	}

	/** Something came of a type that only later versions know; it is skipped. */
	void unknown() {
		this.strays.unknown();
	}

	static String text(InetSocketAddress address) {
		return new PeerAddress(address.getAddress().getHostAddress(), address.getPort()).toString();
	}

	private static <T> T require(@Nullable T part) {
		if (part == null) {
			throw new IllegalStateException("The node has not bound its port yet");
		}
		return part;
	}

	/**
	 * What this class must know of the node it introduces.
	 */
	interface Host {

		/**
		 * The port is bound.
		 * @param address where the node listens
		 */
		void bound(InetSocketAddress address);

		/**
		 * Return whether a live member at another address has a name.
		 * @param name the name
		 * @param asker who wants to have it
		 * @param address where the asker is
		 * @return whether it is taken
		 */
		boolean isNameTaken(String name, MemberId asker, InetSocketAddress address);

	}

}
