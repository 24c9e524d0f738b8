package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.topic.TopicSyntax;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.ViewChange;
import org.jspecify.annotations.Nullable;

/**
 * Who wants what, here and elsewhere. Each member owns what it wants and tells the
 * others: all of it to who joins, changes to all afterwards, and each confirms what it
 * knows. Nothing is shared, so nothing a crash could corrupt.
 *
 * <p>
 * Routes are computed under the lock under which interest changes, so that none computed
 * from the past outlives the change. The lock is never held while something is called
 * that could block.
 */
final class InterestTable {

	private static final int ROUTES = 16_384;

	private final Object lock = new Object();

	private final BusContext context;

	private final int maxMessageSize;

	private final InterestRepair repair;

	private final LocalSubscriptions local = new LocalSubscriptions();

	private final AwayMembers away;

	private final RouteCache routes = new RouteCache(ROUTES);

	/** One for all members, if the transport multicasts; else each has its own. */
	private final @Nullable GroupLane lane;

	private volatile @Nullable ClusterView view;

	private volatile @Nullable Member self;

	private volatile Map<MemberId, Peer> peers = Map.of();

	InterestTable(BusContext context, int maxMessageSize) {
		this.context = context;
		this.maxMessageSize = maxMessageSize;
		this.away = new AwayMembers(context.clock());
		this.repair = new InterestRepair(context, this::repair);
		this.lane = context.transport().multicasts() ? new GroupLane(context, this) : null;
	}

	/**
	 * Return the queue to all other members, if there is one.
	 */
	@Nullable GroupLane lane() {
		return this.lane;
	}

	/**
	 * Catch up with the transport's view: whoever sees a member in it can rely on
	 * messages going there. Cheap when there is no new view.
	 * @return this member
	 * @throws NotRunningException if the transport is not running
	 */
	Member sync() {
		ClusterView current = this.context.transport().view();
		Member me = this.self;
		return (me != null && current == this.view) ? me : update();
	}

	/**
	 * Return who this member is, as far as the table knows.
	 */
	@Nullable MemberId self() {
		Member me = this.self;
		return (me != null) ? me.id() : null;
	}

	private boolean trySync() {
		try {
			sync();
			return true;
		}
		catch (NotRunningException ex) {
			return false; // the view after the next start brings us back
		}
	}

	private Member update() {
		ClusterTransport transport = this.context.transport();
		List<Peer> departed;
		List<Peer> affected = new ArrayList<>();
		Member me;
		synchronized (this.lock) {
			// read under the lock, for an older view must not replace a later one
			ClusterView current = transport.view();
			me = transport.self();
			ClusterView before = this.view;
			if (current == before || !current.contains(me.id())) {
				return me; // somebody else was faster, or it is restarting just now
			}
			boolean restarted = !me.equals(this.self);
			this.context.streams().restarted(me.id());
			PeerStep step = PeerStep.to(current, me, this.peers, restarted,
					(member) -> new Peer(member, current.number(), this.context, this, this.maxMessageSize));
			departed = step.departed();
			if (restarted) {
				this.away.clear();
			}
			else {
				this.away.step(departed, step.joined());
			}
			affected.addAll(step.joined());
			if (before != null && current.number() > before.number() + 1) {
				// in the views between they may have been away, and have come back
				step.stayed().forEach((peer) -> peer.link().mayHaveBeenAway());
				affected.addAll(step.stayed());
			}
			this.peers = step.peers();
			this.self = me;
			this.view = current;
			this.routes.clear();
		}
		departed.forEach(Peer::depart);
		affected.forEach(Peer::markDue);
		tell(affected);
		return me;
	}

	/** See to it that members are told what there is to tell, and that it arrives. */
	private void tell(Collection<Peer> members) {
		if (!members.isEmpty()) {
			members.forEach(Peer::controlDue);
			this.repair.arm();
		}
	}

	/**
	 * There is a new view.
	 */
	void viewChanged(ViewChange change) {
		if (!trySync()) {
			return;
		}
		forget(change);
		if (change.previous() != null) {
			List<Peer> affected = new ArrayList<>();
			synchronized (this.lock) {
				for (Member member : change.joined()) {
					Peer peer = this.peers.get(member.id());
					// one that we have known for longer was away meanwhile
					if (peer != null && peer.sinceView() < change.current().number()) {
						peer.link().rejoined();
						affected.add(peer);
						this.routes.clear();
					}
				}
				if (!change.mergedParts().isEmpty()) {
					// one that we never lost may have lost us
					affected.addAll(this.peers.values());
					affected.forEach((peer) -> peer.link().announceAgain());
				}
			}
			affected.forEach(Peer::markDue); // frames may be lost on either side
			tell(affected);
		}
		completeLive(this.context.executor());
	}

	/**
	 * A message for a member has gone astray while the member was gone. If it has come
	 * back meanwhile, it has to be told.
	 */
	void skipped(MemberId id) {
		Peer peer = this.peers.get(id);
		if (peer != null) {
			peer.markDue();
		}
	}

	/**
	 * Return the other members of the view.
	 */
	Collection<Peer> peers() {
		return trySync() ? this.peers.values() : List.of();
	}

	/** Who says goodbye does not come back. */
	private void forget(ViewChange change) {
		for (ViewChange.DepartedMember departed : change.departed()) {
			if (departed.reason() == Departure.LEFT) {
				synchronized (this.lock) {
					if (this.away.remove(departed.member().id())) {
						this.routes.clear();
					}
				}
			}
		}
		this.context.streams().viewChanged(change);
	}

	/**
	 * Find another member of the view.
	 */
	@Nullable Peer peer(MemberId id) {
		Peer peer = this.peers.get(id);
		return (peer != null || !trySync()) ? peer : this.peers.get(id);
	}

	/**
	 * Return whether this is what we have of a member of the view: not since we have been
	 * restarted, for what an earlier incarnation published is not ours to send.
	 */
	boolean isMember(Peer peer) {
		return trySync() && this.peers.get(peer.member().id()) == peer;
	}

	/**
	 * Find out where the messages of a topic go.
	 * @throws IllegalArgumentException if the topic is none
	 */
	Route route(String topic) {
		Route route = this.routes.find(topic);
		if (route == null) {
			TopicSyntax.requireTopic(topic);
			synchronized (this.lock) {
				route = this.routes.findOld(topic);
				if (route == null) {
					route = computeRoute(topic);
				}
				this.routes.put(route);
			}
		}
		return route;
	}

	private Route computeRoute(String topic) {
		RouteBuilder builder = new RouteBuilder(topic);
		this.local.matching(topic).forEach(builder::add);
		for (Peer peer : this.peers.values()) {
			builder.add(peer, peer.link().theirs());
		}
		return builder.build(this.away.wanting(topic));
	}

	void add(LocalSubscription subscription) {
		synchronized (this.lock) {
			this.local.add(subscription);
			this.routes.evict(subscription.pattern());
		}
		tell(this.peers.values());
		completeLive(Runnable::run);
	}

	void remove(LocalSubscription subscription) {
		synchronized (this.lock) {
			if (!this.local.remove(subscription)) {
				return;
			}
			this.routes.evict(subscription.pattern());
		}
		tell(this.peers.values());
	}

	List<LocalSubscription> subscriptions() {
		synchronized (this.lock) {
			return this.local.all();
		}
	}

	Set<MemberId> subscribers(String topic) {
		TopicSyntax.requireTopic(topic);
		Set<MemberId> ids = new HashSet<>();
		if (trySync()) {
			synchronized (this.lock) {
				if (this.self != null && this.local.matching(topic).stream().anyMatch((each) -> !each.isResponder())) {
					ids.add(this.self.id());
				}
				for (Peer peer : this.peers.values()) {
					if (peer.link().theirs().isSubscriber(topic)) {
						ids.add(peer.member().id());
					}
				}
			}
		}
		return Set.copyOf(ids);
	}

	/**
	 * A member sent a part of its interest.
	 */
	void snapshot(Peer peer, boolean first, boolean last, long version, List<String> patterns) {
		PeerInterest.Outcome outcome;
		synchronized (this.lock) {
			outcome = peer.link().snapshot(first, last, version, patterns);
			if (outcome == PeerInterest.Outcome.REPLACED) {
				this.routes.clear();
			}
		}
		if (outcome != PeerInterest.Outcome.NOTHING) {
			peer.controlDue();
		}
	}

	/**
	 * A member sent changes of its interest.
	 */
	void delta(Peer peer, long from, long to, List<InterestChange> changes) {
		PeerInterest.Outcome outcome;
		synchronized (this.lock) {
			outcome = peer.link().delta(from, to, changes);
			if (outcome == PeerInterest.Outcome.CHANGED) {
				changes.forEach((change) -> this.routes.evict(InterestKey.pattern(change.pattern())));
			}
		}
		if (outcome != PeerInterest.Outcome.NOTHING) {
			peer.controlDue();
		}
	}

	/**
	 * A member knows our interest.
	 */
	void ack(Peer peer, long version) {
		synchronized (this.lock) {
			peer.link().ack(version);
		}
		completeLive(this.context.executor());
	}

	/**
	 * A member needs all of our interest once more, by its own word or because a frame
	 * got lost.
	 */
	void announceAgain(Peer peer) {
		synchronized (this.lock) {
			peer.link().announceAgain();
		}
		this.repair.arm();
	}

	/**
	 * Return what there is to tell a member, and take it as told.
	 */
	List<byte[]> takeControl(Peer peer) {
		InterestLink.Telling telling;
		synchronized (this.lock) {
			telling = peer.link().take(this.local.interest());
		}
		return telling.frames(peer.maxControlFrame());
	}

	private boolean repair() {
		List<Peer> affected = new ArrayList<>();
		synchronized (this.lock) {
			for (Peer peer : this.peers.values()) {
				if (peer.link().repair(this.local.interest().version())) {
					affected.add(peer);
				}
			}
		}
		affected.forEach(Peer::controlDue);
		return !affected.isEmpty() && this.context.transport().isRunning();
	}

	/**
	 * Complete {@link Subscription#live()} of those that every member knows by now.
	 * @param executor runs what users have made depend on it
	 */
	private void completeLive(Executor executor) {
		if (!trySync()) {
			return;
		}
		List<LocalSubscription> live;
		synchronized (this.lock) {
			long knownByAll = Long.MAX_VALUE;
			for (Peer peer : this.peers.values()) {
				knownByAll = Math.min(knownByAll, peer.link().confirmed());
			}
			live = this.local.takeLive(knownByAll);
		}
		if (!live.isEmpty()) {
			try {
				executor.execute(() -> live.forEach(LocalSubscription::completeLive));
			}
			catch (RejectedExecutionException ex) {
				live.forEach(LocalSubscription::completeLive); // the node is being closed
			}
		}
	}

	void close() {
		this.repair.close();
	}

}
