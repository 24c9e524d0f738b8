package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.muster.pubsub.replay.ReplayRing;
import org.jspecify.annotations.Nullable;

/**
 * Sorts those that want a topic by how they want it.
 */
final class RouteBuilder {

	private final String topic;

	private final Part plain = new Part();

	private final Part responders = new Part();

	private final Map<String, Part> groups = new LinkedHashMap<>();

	RouteBuilder(String topic) {
		this.topic = topic;
	}

	/**
	 * Add a subscription of this member that matches.
	 */
	void add(LocalSubscription subscription) {
		String group = subscription.group();
		if (subscription.isResponder()) {
			this.responders.add(subscription);
		}
		else {
			((group != null) ? group(group) : this.plain).add(subscription);
		}
	}

	/**
	 * Add another member as far as it is interested.
	 */
	void add(Peer peer, PeerPatterns interest) {
		if (interest.subscribes(this.topic)) {
			this.plain.peers.add(peer);
		}
		if (interest.responds(this.topic)) {
			this.responders.peers.add(peer);
		}
		for (String group : interest.groups(this.topic)) {
			group(group).peers.add(peer);
		}
	}

	/**
	 * Add another member of which it is not known what it wants by now: it may want
	 * everything, and answer everything, and it may be in the groups that it was in.
	 * @param last what it wanted when it was last heard; {@code null} if it never was
	 */
	void addUnheard(Peer peer, @Nullable PeerPatterns last) {
		this.plain.peers.add(peer);
		this.responders.peers.add(peer);
		if (last != null) {
			for (String group : last.groups(this.topic)) {
				group(group).former.add(peer);
			}
		}
	}

	private Part group(String name) {
		return this.groups.computeIfAbsent(name, (key) -> new Part());
	}

	/**
	 * Build the route.
	 * @param away members that vanished and wanted it
	 * @param ring keeps the messages, if they are kept
	 */
	Route build(Peer[] away, @Nullable ReplayRing<OutboundFrame> ring) {
		List<RouteGroup> all = new ArrayList<>(this.groups.size());
		this.groups.forEach((name, part) -> all.add(part.toGroup(name)));
		RouteGroup answering = this.responders.isEmpty() ? RouteGroup.NONE : this.responders.toGroup("");
		return new Route(this.topic, array(this.plain.own), array(this.plain.inbound),
				this.plain.peers.toArray(new Peer[0]), away, all.toArray(new RouteGroup[0]), answering, ring);
	}

	private static LocalSubscription[] array(List<LocalSubscription> subscriptions) {
		return subscriptions.toArray(new LocalSubscription[0]);
	}

	private static final class Part {

		private final List<LocalSubscription> own = new ArrayList<>();

		private final List<LocalSubscription> inbound = new ArrayList<>();

		private final List<Peer> peers = new ArrayList<>();

		/** Of a group, those that were in it when they were last heard. */
		private final List<Peer> former = new ArrayList<>();

		void add(LocalSubscription subscription) {
			if (subscription.from() != SubscriptionOptions.From.OTHERS) {
				this.own.add(subscription);
			}
			if (subscription.from() != SubscriptionOptions.From.SELF) {
				this.inbound.add(subscription);
			}
		}

		boolean isEmpty() {
			return this.own.isEmpty() && this.inbound.isEmpty() && this.peers.isEmpty();
		}

		RouteGroup toGroup(String name) {
			return new RouteGroup(name, array(this.own), array(this.inbound), this.peers.toArray(new Peer[0]),
					this.former.toArray(new Peer[0]));
		}

	}

}
