package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import dev.muster.DuplicateNodeNameException;
import dev.muster.MemberId;
import dev.muster.discovery.DiscoveryService;
import dev.muster.discovery.PeerAddress;
import dev.muster.transport.Refusal.Reason;
import dev.muster.transport.TransportException;
import dev.muster.transport.TransportSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell around {@link Rendezvous}: asks candidates who they are, answers those who
 * ask, turns strangers away, and once in a cluster looks for separated parts of it. One
 * for each incarnation. Safe for use by many threads; packets are handled without
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

	private final RefusalLog refusals;

	private final StrayPackets strays;

	private @Nullable Host host;

	private final LongSupplier clock;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition news = this.lock.newCondition();

	private final OpenQuestions questions = new OpenQuestions();

	private final FormerMembers formerMembers = new FormerMembers();

	private final NameDispute nameDispute;

	private @Nullable EngineDiscovery engine;

	private @Nullable Rendezvous rendezvous;

	private @Nullable InetSocketAddress address;

	private @Nullable Hello hello;

	private boolean cancelled;

	/** Whether this node joins or founds, and is not asked about its name any more. */
	private boolean decided;

	Introducer(MemberId self, String clusterName, TransportSettings settings, DiscoveryService discovery,
			AddressResolver resolver, RefusalLog refusals, StrayPackets strays, LongSupplier clock) {
		this.self = self;
		this.clusterName = clusterName;
		this.settings = settings;
		this.nameDispute = new NameDispute(settings);
		this.discovery = discovery;
		this.resolver = resolver;
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
			this.address = address;
			this.hello = new Hello(this.clusterName, nodeName);
			this.rendezvous = new Rendezvous(this.self, address, this.settings.joinTimeout(),
					this.settings.seedTimeout(), this.clock.getAsLong());
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
			Rendezvous current = require(this.rendezvous);
			current.lookAgain(this.clock.getAsLong());
			this.decided = false;
			WaitingLog waitingLog = new WaitingLog();
			while (true) {
				if (this.cancelled) {
					throw new TransportException("The node was stopped while it was starting", null);
				}
				long now = this.clock.getAsLong();
				AddressResolver.Resolved resolved = this.resolver.resolve(candidates.addresses());
				current.discovered(resolved.addresses(), candidates.mayFound() && resolved.complete(), now);
				current.due(now).forEach(this::probe);
				if (!nameIsTaken(now)) {
					Rendezvous.Decision decision = current.decide(this.clock.getAsLong());
					if (decision.action() != Rendezvous.Action.WAIT) {
						logger.debug("Decided to {}: {}", decision.action(), decision.reason());
						this.decided = true;
						return decision.coordinator();
					}
					String waitingFor = waitingLog.waiting(decision.reason(), this.discovery::status, now);
					if (waitingFor != null) {
						logger.info("Waiting to join or found the cluster, for {} s at the longest: {}",
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
			throw new DuplicateNodeNameException(require(this.hello).nodeName(), owner);
		}
		return this.nameDispute.isOpen(now);
	}

	/** Ask everybody who may be a member of a separated part of the cluster. */
	void lookForOutsiders() {
		EngineDiscovery current = require(this.engine);
		Set<InetSocketAddress> insiders = current.insiders();
		this.lock.lock();
		try {
			Set<InetSocketAddress> asked = new LinkedHashSet<>(this.formerMembers.addresses(this.clock.getAsLong()));
			asked.addAll(this.resolver.resolve(this.discovery.candidates().addresses()).addresses());
			asked.removeAll(insiders);
			if (this.address != null) {
				asked.remove(this.address);
				asked.forEach(this::probe);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Keep in mind where somebody was, to find it again even when discovery is silent.
	 */
	void remember(InetSocketAddress member) {
		this.lock.lock();
		try {
			this.formerMembers.add(member, this.clock.getAsLong());
		}
		finally {
			this.lock.unlock();
		}
	}

	// Called with the lock held: a packet is queued, never waited for
	private void probe(InetSocketAddress to) {
		EngineDiscovery current = require(this.engine);
		int token = this.questions.ask(to);
		current.transmit(to, PacketCodec.encode(new Packet.Probe(token, require(this.hello), state())));
	}

	private PeerState state() {
		PeerState member = require(this.engine).memberState(this.self, require(this.address));
		return (member != null) ? member : require(this.rendezvous).state(this.clock.getAsLong());
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
			if (this.address == null || require(this.engine).isLeaving()) {
				return;
			}
			if (packet instanceof Packet.Probe probe) {
				asked(sender, probe);
			}
			else if (packet instanceof Packet.Answer answer) {
				answered(answer);
			}
			else if (packet instanceof Packet.Refused refused) {
				refused(sender, refused);
			}
			this.news.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void asked(InetSocketAddress sender, Packet.Probe probe) {
		long now = this.clock.getAsLong();
		Hello theirs = probe.hello();
		PeerState state = probe.state();
		if (state.id().equals(this.self)) {
			InetSocketAddress alias = this.questions.askedUnder(probe.token());
			if (alias != null) {
				require(this.rendezvous).heard(alias, state, now);
			}
			return;
		}
		if (!theirs.clusterName().equals(this.clusterName)) {
			refuse(sender, probe, Reason.OTHER_CLUSTER, "it belongs to a cluster of another name");
			return;
		}
		if (!theirs.speaksWith(require(this.hello))) {
			refuse(sender, probe, Reason.OTHER_PROTOCOL, "it speaks protocol versions " + theirs.minVersion() + " to "
					+ theirs.maxVersion() + ", this node " + Hello.MIN_VERSION + " to " + Hello.MAX_VERSION);
			return;
		}
		if (state.standing() != Standing.MEMBER && (isOurName(theirs.nodeName(), state.id())
				|| require(this.host).isNameTaken(theirs.nodeName(), state.id(), state.address()))) {
			refuse(sender, probe, Reason.DUPLICATE_NAME,
					"the name '" + theirs.nodeName() + "' is taken by a live member");
			return;
		}
		if (state.standing() == Standing.JOINING && theirs.nodeName().equals(require(this.hello).nodeName())) {
			this.nameDispute.said(text(sender), now); // its id is the lower one
		}
		EngineDiscovery current = require(this.engine);
		Rendezvous table = require(this.rendezvous);
		table.heard(state.address(), state, now);
		current.learnAddress(state);
		current.transmit(sender, PacketCodec
			.encode(new Packet.Answer(probe.token(), state(), table.joining(Packet.Answer.MAX_JOINING))));
		if (current.isOutsider(state)) {
			current.compareViews(state);
		}
	}

	// Of two that start together under one name the one that has decided keeps it, and if
	// none has, the one with the lower id
	private boolean isOurName(String name, MemberId asker) {
		return name.equals(require(this.hello).nodeName())
				&& (this.decided || state().standing() != Standing.JOINING || this.self.compareTo(asker) < 0);
	}

	private void refuse(InetSocketAddress sender, Packet.Probe probe, Reason reason, String detail) {
		this.refusals.add(text(sender), reason, true, detail);
		require(this.engine).transmit(sender, PacketCodec.encode(new Packet.Refused(probe.token(), reason)));
	}

	private void answered(Packet.Answer answer) {
		InetSocketAddress asked = this.questions.answered(answer.token());
		if (asked == null) {
			return; // not asked, or too long ago
		}
		long now = this.clock.getAsLong();
		Rendezvous table = require(this.rendezvous);
		table.heard(asked, answer.state(), now);
		answer.joining().forEach((joining) -> table.learn(joining, now));
		EngineDiscovery current = require(this.engine);
		if (current.isOutsider(answer.state())) {
			current.compareViews(answer.state());
		}
	}

	private void refused(InetSocketAddress sender, Packet.Refused refused) {
		InetSocketAddress asked = this.questions.answered(refused.token());
		if (asked == null) {
			return;
		}
		switch (refused.reason()) {
			case DUPLICATE_NAME -> this.nameDispute.said(text(sender), this.clock.getAsLong());
			case OTHER_CLUSTER, OTHER_PROTOCOL, GARBAGE, UNAUTHENTICATED, UNENCRYPTED ->
				require(this.rendezvous).absent(asked);
		}
		this.refusals.add(text(sender), refused.reason(), false, switch (refused.reason()) {
			case OTHER_CLUSTER -> "its cluster has another name than '" + this.clusterName + "'";
			case OTHER_PROTOCOL ->
				"it speaks none of the protocol versions " + Hello.MIN_VERSION + " to " + Hello.MAX_VERSION;
			case DUPLICATE_NAME -> "a live member has this node's name";
			case GARBAGE -> "it took what this node sent for garbage";
			case UNAUTHENTICATED -> "it has another shared secret than this node, or only one of both has one";
			case UNENCRYPTED -> "only one of both takes the connection for an encrypted one";
		});
	}

	void absent(InetSocketAddress candidate) {
		this.lock.lock();
		try {
			if (this.rendezvous != null) {
				this.rendezvous.absent(candidate);
				this.news.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void closed(InetSocketAddress candidate) {
		this.lock.lock();
		try {
			if (this.rendezvous != null) {
				this.rendezvous.closed(candidate);
				this.news.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A handshake failed.
	 * @param peer the other end; without a port if it connected
	 * @param reason why
	 * @param byUs whether this node refused it, or it this node
	 * @param detail the reason in words
	 */
	void refused(InetSocketAddress peer, Reason reason, boolean byUs, String detail) {
		if (peer.getPort() == 0) {
			this.refusals.add(peer.getAddress().getHostAddress(), reason, byUs, detail);
		}
		else {
			this.refusals.add(text(peer), reason, byUs, detail);
			absent(peer); // none that can be joined
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

	private static String text(InetSocketAddress address) {
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
