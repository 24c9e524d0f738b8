package dev.muster.replication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.transport.ViewChange;
import org.jspecify.annotations.Nullable;

/**
 * The members of the view and the origins that are held: who is shown, hidden, dropped.
 *
 * @param <E> the type of entries
 */
final class Roster<E extends Entry> {

	private final ReplicationSettings settings;

	private final Set<Rule> rules;

	private final Applier<E> applier;

	private final ReplicaCounters counters;

	private final Origin<E> own = new Origin<>(0, null, true);

	private final Map<MemberId, Origin<E>> others = new LinkedHashMap<>();

	private final Map<MemberId, PeerLink> peers = new LinkedHashMap<>();

	private int indexes;

	Roster(ReplicationSettings settings, Set<Rule> rules, Applier<E> applier, ReplicaCounters counters) {
		this.settings = settings;
		this.rules = rules;
		this.applier = applier;
		this.counters = counters;
		this.own.setState(Origin.State.UP);
		this.own.setCurrent(true);
	}

	Origin<E> own() {
		return this.own;
	}

	/**
	 * Return the origins that are held, but for this member's own.
	 */
	Map<MemberId, Origin<E>> others() {
		return this.others;
	}

	/**
	 * Return the other members of the view.
	 */
	Map<MemberId, PeerLink> peers() {
		return this.peers;
	}

	/** Find any origin, also this member's own. */
	@Nullable Origin<E> origin(MemberId id) {
		Member self = this.own.member();
		return (self != null && self.id().equals(id)) ? this.own : this.others.get(id);
	}

	/**
	 * Go to a view.
	 * @return the members that are new in it or back, and those that may have been away
	 * meanwhile without our seeing it
	 */
	List<PeerLink> step(long now, Member self, ViewChange change) {
		this.own.setMember(self);
		if (change.previous() == null) { // nobody knows us any more
			this.peers.values().forEach(PeerLink::cancelStreams);
			this.peers.clear();
		}
		for (ViewChange.DepartedMember departed : change.departed()) {
			depart(departed.member().id(), departed.reason(), now);
		}
		List<MemberId> missing = new ArrayList<>(this.others.keySet());
		change.current().members().forEach((member) -> missing.remove(member.id()));
		missing.forEach((id) -> depart(id, Departure.FAILED, now));
		boolean doubtful = mayHideDepartures(change) && this.rules.contains(Rule.STAYED_MAY_HAVE_BEEN_AWAY);
		List<PeerLink> arrived = new ArrayList<>();
		for (Member member : change.current().members()) {
			boolean isNew = !this.peers.containsKey(member.id()) || change.joined().contains(member);
			if (!member.equals(self) && (isNew || (doubtful && !hasLeft(member.id())))) {
				arrived.add(arrive(member));
			}
		}
		if (this.rules.contains(Rule.NEW_INCARNATION_ENDS_OLD)) {
			endOldIncarnations(change.current().members());
		}
		return arrived;
	}

	/** There were views that were not ours, in which others may have been apart. */
	private static boolean mayHideDepartures(ViewChange change) {
		ClusterView before = change.previous();
		return before != null && (!change.mergedParts().isEmpty() || change.current().number() > before.number() + 1);
	}

	private boolean hasLeft(MemberId id) {
		Origin<E> origin = this.others.get(id);
		return origin != null && origin.state() == Origin.State.LEFT;
	}

	private PeerLink arrive(Member member) {
		PeerLink peer = new PeerLink(member);
		PeerLink before = this.peers.put(member.id(), peer);
		if (before != null) {
			before.cancelStreams();
		}
		Origin<E> origin = this.others.get(member.id());
		if (origin == null) {
			origin = create(member.id(), member);
		}
		origin.setAnnounced(false);
		origin.setCurrent(false);
		origin.fetch().end();
		show(origin);
		return peer;
	}

	private void show(Origin<E> origin) {
		if (!origin.isVisible()) {
			origin.setState(Origin.State.UP);
			this.applier.tell((listener) -> listener.shown(origin));
		}
	}

	private void depart(MemberId id, Departure reason, long now) {
		PeerLink peer = this.peers.remove(id);
		if (peer != null) {
			peer.cancelStreams();
		}
		Origin<E> origin = this.others.get(id);
		if (origin == null) {
			return;
		}
		origin.setCurrent(false);
		origin.fetch().end();
		origin.resetHead();
		if (origin.state() == Origin.State.LEFT) {
			this.others.remove(id);
			origin.setState(Origin.State.GONE);
		}
		else if (reason == Departure.LEFT || origin.version() == 0) {
			drop(origin, Origin.State.GONE);
		}
		else if (origin.isVisible()) {
			origin.setState(Origin.State.DOWN);
			origin.setHiddenSince(now);
			this.applier.tell((listener) -> listener.hidden(origin));
			boundHidden(now);
		}
	}

	private void drop(Origin<E> origin, Origin.State state) {
		Entries<E> entries = origin.entries();
		boolean visible = origin.isVisible();
		origin.live().clear();
		origin.setVersion(0);
		origin.setState(state);
		if (state == Origin.State.GONE) {
			this.others.remove(origin.requireMember().id());
		}
		this.applier.tell((listener) -> listener.gone(origin, entries, visible));
	}

	private void endOldIncarnations(List<Member> members) {
		for (Origin<E> origin : List.copyOf(this.others.values())) {
			Member old = origin.requireMember();
			if (origin.state() == Origin.State.DOWN
					&& members.stream().anyMatch((member) -> member.name().equals(old.name()))) {
				drop(origin, Origin.State.GONE);
			}
		}
	}

	/**
	 * Drop what was hidden for too long, and the oldest while there is too much.
	 */
	void boundHidden(long now) {
		long deadline = now - this.settings.retention().toNanos();
		long entries = hiddenEntries();
		while (true) {
			Origin<E> oldest = null;
			for (Origin<E> origin : this.others.values()) {
				if (origin.state() == Origin.State.DOWN
						&& (oldest == null || origin.hiddenSince() < oldest.hiddenSince())) {
					oldest = origin;
				}
			}
			if (oldest == null || (oldest.hiddenSince() > deadline && entries <= this.settings.maxHiddenEntries())) {
				break;
			}
			entries -= oldest.size();
			drop(oldest, Origin.State.GONE);
		}
	}

	long nextRetention() {
		long next = ReplicaCore.NEVER;
		for (Origin<E> origin : this.others.values()) {
			if (origin.state() == Origin.State.DOWN) {
				next = Math.min(next, origin.hiddenSince() + this.settings.retention().toNanos());
			}
		}
		return next;
	}

	long hiddenEntries() {
		long entries = 0;
		for (Origin<E> origin : this.others.values()) {
			entries += (origin.state() == Origin.State.DOWN) ? origin.size() : 0;
		}
		return entries;
	}

	/**
	 * Find an origin that something may be heard of.
	 * @return the origin, or {@code null} if whatever came is to be ignored
	 */
	@Nullable Origin<E> listened(MemberId id) {
		Origin<E> origin = this.others.get(id);
		PeerLink peer = this.peers.get(id);
		if (origin == null && peer != null) {
			origin = create(id, peer.member());
		}
		else if (origin == null && !this.rules.contains(Rule.NO_STRANGERS)
				&& !id.equals(this.own.requireMember().id())) {
			origin = create(id, new Member(id, "?", "?", 0, Map.of()));
		}
		if (origin == null || origin.state() == Origin.State.LEFT) {
			this.counters.ignored++;
			return null;
		}
		return origin;
	}

	private Origin<E> create(MemberId id, Member member) {
		Origin<E> origin = new Origin<>(++this.indexes, member, false);
		this.others.put(id, origin);
		show(origin);
		return origin;
	}

	void left(PeerLink peer) {
		Origin<E> origin = this.others.get(peer.id());
		if (origin == null || origin.state() == Origin.State.LEFT) {
			return;
		}
		origin.fetch().end();
		if (this.rules.contains(Rule.LEFT_IS_FINAL)) {
			peer.helloAt = ReplicaCore.NEVER;
			origin.setCurrent(true);
			drop(origin, Origin.State.LEFT);
		}
		else {
			drop(origin, Origin.State.GONE);
		}
	}

}
