package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.replication.Replica;
import dev.muster.replication.ReplicationSettings;
import dev.muster.topic.TopicSyntax;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.ViewChange;
import org.jspecify.annotations.Nullable;

/**
 * Who wants what, here and elsewhere. Each member owns what it wants and replicates it
 * ({@link Replica}); nobody writes what another one owns, so there is nothing that a
 * crash could corrupt. A member of which not all is here yet is taken to want everything.
 *
 * <p>
 * Routes are computed under the lock under which interest changes, so that none computed
 * from the past outlives the change. The lock is never held while something is called
 * that could block, nor while the replica is called: the replica's lock comes first.
 */
final class InterestTable {

	/** How many different interests a member may have. */
	private static final int MAX_INTERESTS = 1_000_000;

	private static final int ROUTES = 16_384;

	private final Object lock = new Object();

	private final BusContext context;

	private final int maxMessageSize;

	private final LocalSubscriptions local = new LocalSubscriptions();

	private final AwayMembers away;

	private final RouteCache routes = new RouteCache(ROUTES);

	private final PeerInterest interest;

	private final Replica<InterestEntry> replica;

	/** One for all members, if the transport multicasts; else each has its own. */
	private final @Nullable GroupLane lane;

	private volatile @Nullable ClusterView view;

	private volatile @Nullable Member self;

	private volatile Map<MemberId, Peer> peers = Map.of();

	InterestTable(BusContext context, int maxMessageSize) {
		this.context = context;
		this.maxMessageSize = maxMessageSize;
		this.away = new AwayMembers(context.clock());
		this.lane = context.transport().multicasts() ? new GroupLane(context, this) : null;
		this.interest = new PeerInterest(this.lock, this.routes, () -> completeLive(context.executor()));
		this.replica = new Replica<>(context.transport(), BusContext.INTEREST_CHANNEL,
				ReplicationSettings.defaults().withLimits(InterestEntry.MAX_BODY, MAX_INTERESTS), this.interest,
				context.executor(), () -> TimeUnit.MILLISECONDS.toNanos(context.millis().getAsLong()));
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
				this.away.step(departed, step.joined(), this.interest);
			}
			affected.addAll(step.joined());
			if (before != null && current.number() > before.number() + 1) {
				// in the views between they may have been away, and have come back
				step.stayed().forEach((peer) -> peer.mayHaveBeenAway(current.number()));
				affected.addAll(step.stayed());
			}
			this.peers = step.peers();
			this.self = me;
			this.view = current;
			this.routes.clear();
		}
		departed.forEach(Peer::depart);
		affected.forEach(Peer::markDue);
		return me;
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
						affected.add(peer);
					}
				}
				if (!change.mergedParts().isEmpty()) {
					// one that we never lost may have lost us
					affected.addAll(this.peers.values());
				}
			}
			affected.forEach(Peer::markDue); // frames may be lost on either side
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
		trySync(); // what comes for a later incarnation of ours is not for an earlier one
		return this.peers.get(id);
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
			PeerPatterns known = known(peer);
			if (known != null) {
				builder.add(peer, known);
			}
			else {
				builder.addUnheard(peer, this.interest.last(peer.member().id()));
			}
		}
		return builder.build(this.away.wanting(topic), this.context.rings().find(topic));
	}

	/**
	 * What a member is known to want by now, if it is. The replica may lag behind the
	 * transport's view, and have something of before the member was away.
	 */
	private @Nullable PeerPatterns known(Peer peer) {
		Member me = this.self;
		return (me != null && this.interest.hasHandled(me.id(), peer.uncertainSince()))
				? this.interest.current(peer.member().id()) : null;
	}

	/**
	 * Add a subscription.
	 * @throws dev.muster.replication.EntryLimitException if this member wants too many
	 * different things
	 * @throws IllegalStateException if this is closed
	 */
	void add(LocalSubscription subscription) {
		// the replica's lock holds off those who want the same, or no more
		this.replica.batch(() -> {
			long version = LocalSubscriptions.NONE;
			if (LocalSubscriptions.isForOthers(subscription)) {
				synchronized (this.lock) {
					version = this.local.versionOf(subscription);
				}
				if (version == LocalSubscriptions.NONE) {
					version = this.replica.add(InterestEntry.encode(subscription.interest())).dot();
				}
			}
			synchronized (this.lock) {
				this.local.add(subscription, version);
				this.routes.evict(subscription.pattern());
			}
		});
		synchronized (this.lock) {
			this.local.awaitLive(subscription); // not before: it is to complete here if
												// it can
		}
		completeLive(Runnable::run);
	}

	void remove(LocalSubscription subscription) {
		this.replica.batch(() -> {
			boolean last;
			synchronized (this.lock) {
				if (!this.local.remove(subscription)) {
					return;
				}
				this.routes.evict(subscription.pattern());
				last = LocalSubscriptions.isForOthers(subscription)
						&& this.local.versionOf(subscription) == LocalSubscriptions.NONE;
			}
			if (last) {
				this.replica.remove(subscription.version());
			}
		});
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
					PeerPatterns patterns = known(peer);
					if (patterns != null && patterns.isSubscriber(topic)) {
						ids.add(peer.member().id());
					}
				}
			}
		}
		return Set.copyOf(ids);
	}

	/**
	 * Complete {@link Subscription#live()} of those that every member knows by now.
	 * @param executor runs what users have made depend on it
	 */
	private void completeLive(Executor executor) {
		if (!trySync()) {
			return;
		}
		ClusterView counted = this.view;
		if (counted == null || !hasHandled(counted)) {
			return; // it says so when it has
		}
		// by that view or a later one, for which we are told again
		long knownByAll = this.replica.confirmed();
		List<LocalSubscription> live;
		synchronized (this.lock) {
			live = (this.view == counted) ? this.local.takeLive(knownByAll) : List.of();
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

	private boolean hasHandled(ClusterView counted) {
		synchronized (this.lock) {
			Member me = this.self;
			return me != null && this.interest.hasHandled(me.id(), counted.number());
		}
	}

	/**
	 * Tell the others that nothing is wanted here any more, and hear no more of them.
	 */
	void close() {
		this.replica.close();
	}

}
