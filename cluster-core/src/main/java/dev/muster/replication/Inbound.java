package dev.muster.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.wire.MalformedBytesException;
import dev.muster.wire.WireReader;
import org.jspecify.annotations.Nullable;

/**
 * What frames of other members do. They may come in any order, more than once, or from
 * long ago.
 *
 * @param <E> the type of entries
 */
final class Inbound<E extends Entry> {

	private final ReplicaCore<E> core;

	private final ReplicationSettings settings;

	private final Set<Rule> rules;

	private final Roster<E> roster;

	private final Applier<E> applier;

	private final Fetcher<E> fetcher;

	private final OwnLog log;

	private final Network network;

	private final ReplicaCounters counters;

	private long streams;

	Inbound(ReplicaCore<E> core, ReplicationSettings settings, Set<Rule> rules, Roster<E> roster, Applier<E> applier,
			Fetcher<E> fetcher, OwnLog log, Network network, ReplicaCounters counters) {
		this.core = core;
		this.settings = settings;
		this.rules = rules;
		this.roster = roster;
		this.applier = applier;
		this.fetcher = fetcher;
		this.log = log;
		this.network = network;
		this.counters = counters;
	}

	/**
	 * Take a frame.
	 * @return what is wrong with it, or {@code null}
	 */
	@Nullable String receive(long now, Member sender, byte[] frame) {
		this.counters.received++;
		String problem = null;
		try {
			dispatch(now, sender, new WireReader(frame));
		}
		catch (MalformedBytesException ex) {
			this.counters.malformed++;
			problem = String.valueOf(ex.getMessage());
		}
		return problem;
	}

	private void dispatch(long now, Member sender, WireReader reader) {
		int type = Frames.readType(reader);
		PeerLink peer = this.roster.peers().get(sender.id());
		switch (type) {
			case Frames.DELTA -> delta(now, peer, sender, reader);
			case Frames.SNAP -> snapshot(now, peer, sender, reader);
			case Frames.HELLO, Frames.ACK, Frames.PULL, Frames.LEAVE, Frames.HEAD -> {
				if (peer != null) {
					dispatch(now, type, peer, reader);
				}
				else {
					this.counters.ignored++;
				}
			}
			default -> throw new MalformedBytesException("its type is " + type);
		}
	}

	private void dispatch(long now, int type, PeerLink peer, WireReader reader) {
		switch (type) {
			case Frames.HELLO -> helloed(now, peer, reader);
			case Frames.ACK -> confirmed(peer, reader.readVarLong(), now);
			case Frames.PULL -> pulled(now, peer, reader);
			case Frames.LEAVE -> this.roster.left(peer);
			default -> announced(now, peer, reader.readVarLong(), reader.readLong());
		}
	}

	private void delta(long now, @Nullable PeerLink peer, Member sender, WireReader reader) {
		Origin<E> origin = this.roster.listened(sender.id());
		long from = reader.readVarLong();
		if (origin == null || reader.remaining() == 0) {
			return;
		}
		origin.raiseHead(from + 1);
		if (from <= origin.version()) {
			long before = origin.version();
			try {
				this.applier.apply(origin, from, reader);
			}
			finally {
				advanced(now, origin, peer, origin.version() > before);
			}
		}
		this.fetcher.look(now, origin);
		this.core.wakeBy(origin.fetch().dueAt);
	}

	/** Something of an origin came, from a member that may be in the view. */
	private void advanced(long now, Origin<E> origin, @Nullable PeerLink sender, boolean isNew) {
		if (isNew) {
			origin.fetch().progress(now, this.settings.retryDelay().toNanos());
		}
		if (origin.version() >= origin.head()) {
			origin.fetch().end();
			if (origin.isAnnounced() && !origin.isCurrent() && origin.isVisible()) {
				origin.setCurrent(true);
				this.applier.tell((listener) -> listener.current(origin));
			}
		}
		PeerLink owner = this.roster.peers().get(origin.requireMember().id());
		if (owner != null && (isNew || owner == sender)) {
			this.core.ack(now, owner, origin);
		}
	}

	private void snapshot(long now, @Nullable PeerLink peer, Member sender, WireReader reader) {
		MemberId id = Frames.readId(reader);
		long stream = reader.readVarLong();
		long index = reader.readVarLong();
		boolean last = (reader.readByte() & Frames.FLAG) != 0;
		long base = reader.readVarLong();
		long version = reader.readVarLong();
		Origin<E> origin = this.roster.listened(id);
		if (origin == null) {
			return;
		}
		Fetch<E> fetch = origin.fetch();
		origin.raiseHead(version);
		if (version <= origin.version() || (base > origin.version() && this.rules.contains(Rule.BASE_IS_HELD))) {
			this.counters.ignored++;
			return;
		}
		if (index == 0) {
			fetch.staging = new Staging<>(sender.id(), stream, base, version);
		}
		Staging<E> staging = fetch.staging;
		if (staging == null || !staging.continuesWith(sender.id(), stream, index)) {
			this.counters.ignored++;
			return;
		}
		try {
			this.applier.stage(origin, staging, reader);
		}
		catch (MalformedBytesException ex) {
			fetch.staging = null;
			throw ex;
		}
		if (last) {
			fetch.staging = null;
			this.applier.commit(origin, staging);
			advanced(now, origin, peer, true);
		}
		else {
			fetch.progress(now, this.settings.retryDelay().toNanos());
		}
		this.fetcher.look(now, origin);
		this.core.wakeBy(fetch.dueAt);
	}

	private void helloed(long now, PeerLink peer, WireReader reader) {
		boolean wantsReply = (reader.readByte() & Frames.FLAG) != 0;
		long version = reader.readVarLong();
		long hash = reader.readLong();
		MemberId self = this.roster.own().requireMember().id();
		long ours = 0;
		List<Frames.Known> known = new ArrayList<>();
		for (long count = reader.readVarLong(); count > 0; count--) {
			MemberId id = Frames.readId(reader);
			long length = reader.readVarLong();
			if (id.equals(self)) {
				ours = length;
			}
			else if (!id.equals(peer.id())) {
				known.add(new Frames.Known(id, length));
			}
		}
		peer.confirmed = Math.min(ours, this.log.version());
		this.core.expectConfirmation(peer, now);
		announced(now, peer, version, hash);
		known.forEach((each) -> heard(now, peer, each));
		if (wantsReply) {
			this.core.hello(peer, false, now);
		}
	}

	/** A member says how much it has of another one's log. */
	private void heard(long now, PeerLink peer, Frames.Known known) {
		Origin<E> origin = this.roster.others().get(known.id());
		if (origin == null && !this.rules.contains(Rule.NO_STRANGERS)) {
			origin = this.roster.listened(known.id());
		}
		if (origin != null && origin.state() != Origin.State.LEFT && known.version() > origin.head()) {
			origin.raiseHead(known.version());
			origin.fetch().source = peer.id();
			this.fetcher.heard(now, origin);
			this.core.wakeBy(origin.fetch().dueAt);
		}
	}

	/** A member says how long its log is. */
	private void announced(long now, PeerLink peer, long version, long hash) {
		Origin<E> origin = this.roster.listened(peer.id());
		if (origin == null) {
			return;
		}
		peer.helloAt = ReplicaCore.NEVER;
		origin.setAnnounced(true);
		origin.raiseHead(version);
		if (origin.version() == version && origin.live().hash() != hash) {
			this.counters.diverged++;
			this.applier.reset(origin);
		}
		if (origin.version() >= version) {
			advanced(now, origin, peer, false);
		}
		this.fetcher.look(now, origin);
		this.core.wakeBy(origin.fetch().dueAt);
	}

	private void confirmed(PeerLink peer, long version, long now) {
		if (version > peer.confirmed && version <= this.log.version()) {
			peer.confirmed = version;
			peer.headAt = ReplicaCore.NEVER;
			if (!this.log.hasPending()) {
				this.core.expectConfirmation(peer, now);
			}
		}
	}

	private void pulled(long now, PeerLink peer, WireReader reader) {
		MemberId id = Frames.readId(reader);
		long version = reader.readVarLong();
		boolean hashed = (reader.readByte() & Frames.FLAG) != 0;
		Origin<E> origin = this.roster.origin(id);
		if (origin == null || origin.state() == Origin.State.LEFT) {
			this.counters.ignored++;
			return;
		}
		if (origin.isSelf()) {
			this.core.flush(now);
			List<byte[]> range = this.log.since(version);
			if (version >= this.log.version()) {
				this.network.send(peer.id(), Frames.head(this.log.version(), this.roster.own().live().hash()));
				return;
			}
			if (range != null) {
				this.network.send(peer.id(), peer.replace(id, new RangeStream(range)));
				return;
			}
		}
		else if (version >= origin.version()) {
			return;
		}
		this.network.send(peer.id(), peer.replace(id, new SnapshotStream<>(id, ++this.streams, hashed ? version : 0,
				origin.version(), origin.entries(), SnapshotStream.readHashes(reader), this.settings.maxFrame())));
	}

}
