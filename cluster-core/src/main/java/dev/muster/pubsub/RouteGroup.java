package dev.muster.pubsub;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who is in one group for a topic, or answers requests to it: one of them is chosen for
 * each message. Not to be changed.
 */
final class RouteGroup {

	private static final AtomicInteger CREATED = new AtomicInteger();

	/** For topics that nobody responds to. */
	static final RouteGroup NONE = new RouteGroup("", new LocalSubscription[0], new LocalSubscription[0], new Peer[0],
			new Peer[0]);

	private final String name;

	private final LocalSubscription[] own;

	private final LocalSubscription[] inbound;

	private final Peer[] peers;

	private final Peer[] former;

	/** Not always from 0, for then those at the front would get more. */
	private final AtomicInteger turn = new AtomicInteger(CREATED.getAndIncrement());

	RouteGroup(String name, LocalSubscription[] own, LocalSubscription[] inbound, Peer[] peers, Peer[] former) {
		this.name = name;
		this.own = own;
		this.inbound = inbound;
		this.peers = peers;
		this.former = former;
	}

	String name() {
		return this.name;
	}

	/**
	 * Return the subscriptions of this member for what it publishes.
	 */
	LocalSubscription[] own() {
		return this.own;
	}

	/**
	 * Return the subscriptions of this member for what others publish.
	 */
	LocalSubscription[] inbound() {
		return this.inbound;
	}

	/**
	 * Return the other members that are known to be in the group; of responders also
	 * those of which nothing is known yet.
	 */
	Peer[] peers() {
		return this.peers;
	}

	/**
	 * Return the other members that were in the group when they were last heard, and may
	 * be still.
	 */
	Peer[] former() {
		return this.former;
	}

	/**
	 * Return where to begin, of so many.
	 */
	int nextTurn(int count) {
		return Math.floorMod(this.turn.getAndIncrement(), count);
	}

}
