package dev.muster.replication;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.transport.ViewChange;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of replication, without threads, clocks or network: it is given views,
 * frames, operations of this member and the time, and hands out frames.
 *
 * <p>
 * Each member writes a log of its own and is the only one to do so. Others have the
 * result of a prefix of it, and confirm how long that is. Who notices that something is
 * missing asks for it, its owner first, and gets a range of the log or a snapshot. So
 * frames may be lost, repeated or come in any order: {@link Rule} has what that takes.
 *
 * @param <E> the type of entries
 */
final class ReplicaCore<E extends Entry> {

	static final long NEVER = Long.MAX_VALUE;

	static final long LONG_AGO = Long.MIN_VALUE / 4;

	private static final int DIGEST_FANOUT = 2;

	private final ReplicationSettings settings;

	private final Network network;

	private final Applier<E> applier;

	private final Fetcher<E> fetcher;

	private final ReplicaCounters counters = new ReplicaCounters();

	private final OwnLog log;

	private final Roster<E> roster;

	private final Inbound<E> inbound;

	private final Origin<E> own;

	private final Map<MemberId, Origin<E>> others;

	private final Map<MemberId, PeerLink> peers;

	private long confirmed = -1;

	private boolean batching;

	private long lastFlush = LONG_AGO;

	private long flushAt = NEVER;

	private long digestAt = NEVER;

	private int digestTurn;

	private long dueAt = NEVER;

	ReplicaCore(ReplicationSettings settings, ReplicaListener<E> listener, Network network, Set<Rule> rules) {
		this.settings = settings;
		this.network = network;
		this.applier = new Applier<>(listener, this.counters, rules, settings.maxEntries());
		this.roster = new Roster<>(settings, rules, this.applier, this.counters);
		this.own = this.roster.own();
		this.others = this.roster.others();
		this.peers = this.roster.peers();
		this.fetcher = new Fetcher<>(settings, network, this.peers, this.counters);
		this.log = new OwnLog(settings);
		this.inbound = new Inbound<>(this, settings, rules, this.roster, this.applier, this.fetcher, this.log, network,
				this.counters);
	}

	Origin<E> own() {
		return this.own;
	}

	Collection<Origin<E>> others() {
		return this.others.values();
	}

	@Nullable Origin<E> origin(MemberId id) {
		return this.roster.origin(id);
	}

	long hiddenEntries() {
		return this.roster.hiddenEntries();
	}

	ReplicaCounters counters() {
		return this.counters;
	}

	/** How much of this member's log all others have; -1 before there is a view. */
	long confirmed() {
		return this.confirmed;
	}

	/** How much of this member's log a member has, or -1. */
	long confirmedBy(MemberId id) {
		PeerLink peer = this.peers.get(id);
		return (peer != null) ? peer.confirmed : -1;
	}

	/** When to call {@link #tick} at the latest. */
	long dueAt() {
		return Math.min(this.dueAt, this.flushAt);
	}

	// This member's operations

	E add(long now, byte[] body) {
		requireBody(body);
		if (this.own.live().size() >= this.settings.maxEntries()) {
			throw new EntryLimitException(
					"This member has " + this.settings.maxEntries() + " entries, and may not have more");
		}
		this.log.add(body);
		E entry = this.applier.create(this.own, this.log.version(), body);
		this.applier.add(this.own, entry);
		written(now);
		return entry;
	}

	@Nullable E update(long now, long dot, byte[] change) {
		requireBody(change);
		E before = this.own.live().find(dot);
		if (before == null) {
			return null;
		}
		this.log.update(dot, change);
		E after = this.applier.replace(this.own, this.log.version(), before, change);
		written(now);
		return after;
	}

	@Nullable E remove(long now, long dot) {
		E entry = this.own.live().find(dot);
		if (entry != null) {
			this.log.remove(dot);
			this.applier.remove(this.own, entry);
			written(now);
		}
		return entry;
	}

	private void requireBody(byte[] body) {
		if (body.length > this.settings.maxBody()) {
			throw new IllegalArgumentException(
					"An entry of " + body.length + " bytes is larger than " + this.settings.maxBody());
		}
	}

	private void written(long now) {
		this.own.setVersion(this.log.version());
		if (this.log.isFull() || (!this.batching && now - this.lastFlush >= this.settings.idleAfter().toNanos())) {
			flush(now);
		}
		else if (this.flushAt == NEVER) {
			this.flushAt = now + this.settings.batchDelay().toNanos();
		}
		if (!this.batching) {
			batchEnded();
		}
	}

	/** What comes until the end of the batch belongs together. */
	void beginBatch() {
		this.batching = true;
	}

	void endBatch(long now) {
		this.batching = false;
		if (this.log.hasPending() && now - this.lastFlush >= this.settings.idleAfter().toNanos()) {
			flush(now);
		}
		batchEnded();
	}

	private void batchEnded() {
		this.applier.tell(ReplicaListener::batchEnded);
		checkConfirmed();
	}

	void flush(long now) {
		byte[] frame = this.log.take();
		this.flushAt = NEVER;
		this.lastFlush = now;
		if (frame != null && !this.peers.isEmpty()) {
			this.network.broadcast(frame);
			for (PeerLink peer : this.peers.values()) {
				expectConfirmation(peer, now);
			}
		}
	}

	void expectConfirmation(PeerLink peer, long now) {
		if (peer.confirmed < this.log.version() && peer.headAt == NEVER) {
			peer.headPause = this.settings.retryDelay().toNanos();
			peer.headAt = now + peer.headPause;
			wakeBy(peer.headAt);
		}
	}

	private void checkConfirmed() {
		long known = (this.own.member() != null) ? this.log.version() : -1;
		for (PeerLink peer : this.peers.values()) {
			known = Math.min(known, peer.confirmed);
		}
		boolean more = known > this.confirmed;
		this.confirmed = known;
		if (more) {
			long version = known;
			this.applier.tell((listener) -> listener.confirmed(version));
		}
	}

	// Views

	void viewChanged(long now, Member self, ViewChange change) {
		flush(now);
		Collection<PeerLink> arrived = this.roster.step(now, self, change);
		for (PeerLink peer : arrived) {
			peer.helloPause = this.settings.retryDelay().toNanos();
			peer.helloAt = now + peer.helloPause;
			wakeBy(peer.helloAt);
			expectConfirmation(peer, now);
			// who stayed may have seen nothing, and says hello only if asked
			hello(peer, !change.joined().contains(peer.member()), now);
		}
		this.digestAt = this.peers.isEmpty() ? NEVER : now + this.settings.digestInterval().toNanos();
		wakeBy(this.digestAt);
		wakeBy(this.roster.nextRetention());
		this.applier.tell((listener) -> listener.viewChanged(change.current()));
		batchEnded();
	}

	// Frames

	/**
	 * Take a frame.
	 * @return what is wrong with it, or {@code null}
	 */
	@Nullable String received(long now, Member sender, byte[] frame) {
		String problem = this.inbound.receive(now, sender, frame);
		batchEnded();
		return problem;
	}

	/** At once if the last one was some time ago, else together with what comes soon. */
	void ack(long now, PeerLink owner, Origin<E> origin) {
		if (owner.ackAt != NEVER) {
			return;
		}
		if (now - owner.lastAck >= this.settings.batchDelay().toNanos()) {
			sendAck(now, owner, origin);
		}
		else {
			owner.ackAt = now + this.settings.batchDelay().toNanos();
			wakeBy(owner.ackAt);
		}
	}

	private void sendAck(long now, PeerLink owner, Origin<E> origin) {
		owner.ackAt = NEVER;
		owner.lastAck = now;
		this.network.send(owner.id(), Frames.ack(origin.version()));
	}

	void hello(PeerLink peer, boolean wantsReply, long now) {
		flush(now);
		List<Frames.Known> known = new ArrayList<>();
		Origin<E> theirs = this.others.get(peer.id());
		if (theirs != null) {
			known.add(new Frames.Known(peer.id(), theirs.version()));
		}
		for (Map.Entry<MemberId, Origin<E>> each : this.others.entrySet()) {
			if (each.getValue() != theirs && each.getValue().state() != Origin.State.LEFT
					&& known.size() < Frames.MAX_ORIGINS) {
				known.add(new Frames.Known(each.getKey(), each.getValue().version()));
			}
		}
		this.network.send(peer.id(), Frames.hello(wantsReply, this.log.version(), this.own.live().hash(), known));
	}

	/** Say that this member writes no more. */
	void leave(long now) {
		flush(now);
		if (!this.peers.isEmpty()) {
			this.network.broadcast(Frames.leave());
		}
	}

	// Time

	void wakeBy(long time) {
		this.dueAt = Math.min(this.dueAt, time);
	}

	/** Do what is due. */
	void tick(long now) {
		if (now >= this.flushAt) {
			flush(now);
		}
		if (now < this.dueAt) {
			return;
		}
		for (PeerLink peer : List.copyOf(this.peers.values())) {
			tick(now, peer);
		}
		for (Origin<E> origin : List.copyOf(this.others.values())) {
			if (now >= origin.fetch().dueAt) {
				this.fetcher.ask(now, origin);
			}
		}
		if (now >= this.digestAt) {
			digest(now);
		}
		this.roster.boundHidden(now);
		this.dueAt = Math.min(this.digestAt, this.roster.nextRetention());
		this.peers.values().forEach((peer) -> wakeBy(peer.nextDue()));
		this.others.values().forEach((origin) -> wakeBy(origin.fetch().dueAt));
		batchEnded();
	}

	private void tick(long now, PeerLink peer) {
		Origin<E> origin = this.others.get(peer.id());
		if (now >= peer.ackAt) {
			peer.ackAt = NEVER;
			if (origin != null) {
				sendAck(now, peer, origin);
			}
		}
		if (now >= peer.headAt) {
			if (peer.confirmed >= this.log.version()) {
				peer.headAt = NEVER;
			}
			else {
				flush(now);
				peer.headPause = this.fetcher.longer(peer.headPause);
				peer.headAt = now + peer.headPause;
				this.network.send(peer.id(), Frames.head(this.log.version(), this.own.live().hash()));
			}
		}
		if (now >= peer.helloAt) {
			peer.helloPause = this.fetcher.longer(peer.helloPause);
			peer.helloAt = now + peer.helloPause;
			hello(peer, true, now);
		}
	}

	private void digest(long now) {
		List<PeerLink> all = List.copyOf(this.peers.values());
		for (int i = 0; i < Math.min(DIGEST_FANOUT, all.size()); i++) {
			hello(all.get(Math.floorMod(this.digestTurn++, all.size())), false, now);
		}
		this.digestAt = now + this.settings.digestInterval().toNanos();
	}

}
