package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
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

	private final OwnInterest own = new OwnInterest();

	private final PatternMap<List<LocalSubscription>> local = new PatternMap<>();

	private final Set<LocalSubscription> subscriptions = new LinkedHashSet<>();

	private final List<Pending> pending = new ArrayList<>();

	private final RouteCache routes = new RouteCache(ROUTES);

	private volatile @Nullable ClusterView view;

	private volatile @Nullable Member self;

	private volatile Map<MemberId, Peer> peers = Map.of();

	InterestTable(BusContext context, int maxMessageSize) {
		this.context = context;
		this.maxMessageSize = maxMessageSize;
	}

	/**
	 * Catch up with the transport's view: whoever sees a member in it can rely on
	 * messages going there. Cheap when there is no new view.
	 * @return this member
	 * @throws NotRunningException if the transport is not running
	 */
	Member sync() {
		Member me = this.self;
		if (me == null || this.context.transport().view() != this.view) {
			me = update();
		}
		return me;
	}

	private Member update() {
		ClusterTransport transport = this.context.transport();
		List<Peer> departed = new ArrayList<>();
		List<Peer> joined = new ArrayList<>();
		Member me;
		synchronized (this.lock) {
			// read under the lock, for an older view must not replace a later one
			ClusterView current = transport.view();
			me = transport.self();
			if (current == this.view || !current.contains(me.id())) {
				return me; // somebody else was faster, or it is restarting just now
			}
			boolean restarted = !me.equals(this.self);
			Map<MemberId, Peer> next = new HashMap<>();
			for (Member member : current.members()) {
				if (!member.equals(me)) {
					Peer peer = restarted ? null : this.peers.get(member.id());
					if (peer == null) {
						peer = new Peer(member, current.number(), this.context, this, this.maxMessageSize);
						joined.add(peer);
					}
					next.put(member.id(), peer);
				}
			}
			for (Peer peer : this.peers.values()) {
				if (next.get(peer.member().id()) != peer) {
					departed.add(peer);
				}
			}
			this.peers = Map.copyOf(next);
			this.self = me;
			this.view = current;
			this.routes.clear();
		}
		departed.forEach(Peer::depart);
		joined.forEach(Peer::schedule);
		return me;
	}

	/**
	 * There is a new view.
	 */
	void viewChanged(ViewChange change) {
		try {
			sync();
		}
		catch (NotRunningException ex) {
			return; // the view after the next start brings us back
		}
		if (change.previous() != null) {
			forget(change.joined(), change.current().number());
			if (!change.mergedParts().isEmpty()) {
				announceAgain();
			}
		}
		completeLive(this.context.executor());
	}

	/**
	 * Members joined. If they had been in the view and have come back, they forgot us
	 * meanwhile, and we may have missed what they said.
	 */
	private void forget(Collection<Member> joined, long viewNumber) {
		List<Peer> affected = new ArrayList<>();
		synchronized (this.lock) {
			for (Member member : joined) {
				Peer peer = this.peers.get(member.id());
				if (peer != null && peer.sinceView() < viewNumber) {
					peer.interest.reset();
					peer.announcement.sent = -1;
					peer.announcement.acked = -1;
					affected.add(peer);
					this.routes.clear();
				}
			}
		}
		affected.forEach(Peer::controlDue);
	}

	/**
	 * Parts of the cluster found each other. A member that we never lost may have lost
	 * us: tell all of them all again.
	 */
	private void announceAgain() {
		Collection<Peer> all = this.peers.values();
		synchronized (this.lock) {
			all.forEach((peer) -> peer.announcement.sent = -1);
		}
		all.forEach(Peer::controlDue);
	}

	void announcementLost(Peer peer) {
		synchronized (this.lock) {
			peer.announcement.sent = -1;
		}
	}

	/**
	 * Find another member of the view.
	 */
	@Nullable Peer peer(MemberId id) {
		Peer peer = this.peers.get(id);
		if (peer == null) {
			try {
				sync();
			}
			catch (NotRunningException ex) {
				return null;
			}
			peer = this.peers.get(id);
		}
		return peer;
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
		List<LocalSubscription> outgoing = new ArrayList<>();
		List<LocalSubscription> inbound = new ArrayList<>();
		this.local.forEachMatch(topic, (matches) -> {
			for (LocalSubscription subscription : matches) {
				if (subscription.from() != SubscriptionOptions.From.OTHERS) {
					outgoing.add(subscription);
				}
				if (subscription.from() != SubscriptionOptions.From.SELF) {
					inbound.add(subscription);
				}
			}
		});
		List<Peer> interested = new ArrayList<>();
		for (Peer peer : this.peers.values()) {
			if (peer.interest.mayWant(topic)) {
				interested.add(peer);
			}
		}
		return new Route(topic, outgoing.toArray(new LocalSubscription[0]), inbound.toArray(new LocalSubscription[0]),
				interested.toArray(new Peer[0]));
	}

	void add(LocalSubscription subscription) {
		synchronized (this.lock) {
			String pattern = subscription.pattern();
			List<LocalSubscription> list = this.local.get(pattern);
			if (list == null) {
				list = new ArrayList<>(1);
				this.local.put(pattern, list);
			}
			list.add(subscription);
			this.subscriptions.add(subscription);
			// what only this member publishes is nothing to tell others
			boolean announced = subscription.from() != SubscriptionOptions.From.SELF;
			this.pending.add(new Pending(subscription, announced ? this.own.add(pattern) : -1));
			this.routes.evict(pattern);
		}
		this.peers.values().forEach(Peer::controlDue);
		completeLive(Runnable::run);
	}

	void remove(LocalSubscription subscription) {
		synchronized (this.lock) {
			if (!this.subscriptions.remove(subscription)) {
				return;
			}
			String pattern = subscription.pattern();
			List<LocalSubscription> list = this.local.get(pattern);
			if (list != null && list.remove(subscription) && list.isEmpty()) {
				this.local.remove(pattern);
			}
			this.pending.removeIf((pending) -> pending.subscription() == subscription);
			if (subscription.from() != SubscriptionOptions.From.SELF) {
				this.own.remove(pattern);
			}
			this.routes.evict(pattern);
		}
		this.peers.values().forEach(Peer::controlDue);
	}

	List<LocalSubscription> subscriptions() {
		synchronized (this.lock) {
			return new ArrayList<>(this.subscriptions);
		}
	}

	Set<MemberId> subscribers(String topic) {
		TopicSyntax.requireTopic(topic);
		Set<MemberId> ids = new HashSet<>();
		Member me;
		try {
			me = sync();
		}
		catch (NotRunningException ex) {
			return Set.of();
		}
		synchronized (this.lock) {
			if (this.local.matches(topic)) {
				ids.add(me.id());
			}
			for (Peer peer : this.peers.values()) {
				if (peer.interest.wants(topic)) {
					ids.add(peer.member().id());
				}
			}
		}
		return Set.copyOf(ids);
	}

	void snapshot(Peer peer, boolean first, boolean last, long version, List<String> patterns) {
		synchronized (this.lock) {
			if (settle(peer, peer.interest.snapshot(first, last, version, patterns))) {
				this.routes.clear();
			}
		}
		peer.controlDue();
	}

	void delta(Peer peer, long from, long to, List<InterestChange> changes) {
		synchronized (this.lock) {
			if (settle(peer, peer.interest.delta(from, to, changes))) {
				changes.forEach((change) -> this.routes.evict(change.pattern()));
			}
		}
		peer.controlDue();
	}

	private static boolean settle(Peer peer, PeerInterest.Outcome outcome) {
		switch (outcome) {
			case REPLACED, CHANGED -> {
				peer.announcement.ackDue = peer.interest.version();
				return true;
			}
			case GAP -> peer.announcement.requestDue = true;
			case NOTHING -> {
			}
		}
		return false;
	}

	void request(Peer peer) {
		announcementLost(peer);
		peer.controlDue();
	}

	void ack(Peer peer, long version) {
		synchronized (this.lock) {
			peer.announcement.acked = Math.max(peer.announcement.acked, version);
		}
		completeLive(this.context.executor());
	}

	/**
	 * Return what there is to tell a member, and take it as told.
	 */
	List<byte[]> takeControl(Peer peer) {
		List<byte[]> frames = new ArrayList<>();
		List<InterestChange> changes = null;
		List<String> patterns = null;
		long from;
		long to;
		synchronized (this.lock) {
			Announcement announcement = peer.announcement;
			if (announcement.requestDue) {
				frames.add(Frames.request());
				announcement.requestDue = false;
			}
			if (announcement.ackDue >= 0) {
				frames.add(Frames.ack(announcement.ackDue));
				announcement.ackDue = -1;
			}
			from = announcement.sent;
			to = this.own.version();
			if (from == to) {
				return frames;
			}
			changes = this.own.since(from);
			if (changes == null) {
				patterns = this.own.patterns();
			}
			announcement.sent = to;
		}
		if (changes != null) {
			frames.addAll(Frames.deltas(from, changes, peer.maxControlFrame()));
		}
		else if (patterns != null) {
			frames.addAll(Frames.snapshot(to, patterns, peer.maxControlFrame()));
		}
		return frames;
	}

	/**
	 * Complete {@link Subscription#live()} of those that every member knows by now.
	 * @param executor runs what users have made depend on it
	 */
	private void completeLive(Executor executor) {
		try {
			sync();
		}
		catch (NotRunningException ex) {
			return; // the view after the next start brings us back
		}
		List<LocalSubscription> ready = new ArrayList<>();
		synchronized (this.lock) {
			if (this.pending.isEmpty()) {
				return;
			}
			long known = Long.MAX_VALUE;
			for (Peer peer : this.peers.values()) {
				known = Math.min(known, peer.announcement.acked);
			}
			long knownByAll = known;
			this.pending.removeIf((pending) -> {
				boolean done = pending.version() <= knownByAll;
				if (done) {
					ready.add(pending.subscription());
				}
				return done;
			});
		}
		if (!ready.isEmpty()) {
			executor.execute(() -> ready.forEach(LocalSubscription::completeLive));
		}
	}

	/**
	 * A subscription that is not known everywhere yet.
	 */
	private record Pending(LocalSubscription subscription, long version) {
	}

}
