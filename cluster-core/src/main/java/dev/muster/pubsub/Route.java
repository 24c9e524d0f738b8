package dev.muster.pubsub;

import dev.muster.pubsub.replay.ReplayRing;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of a topic go, until interest or view change. Not to be changed.
 */
final class Route {

	static final Peer[] NO_PEERS = {};

	private final String topic;

	private final byte[] encodedTopic;

	private final LocalSubscription[] own;

	private final LocalSubscription[] inbound;

	private final Peer[] peers;

	private final Peer[] away;

	private final RouteGroup[] groups;

	private final RouteGroup responders;

	private final @Nullable ReplayRing<OutboundFrame> ring;

	Route(String topic, LocalSubscription[] own, LocalSubscription[] inbound, Peer[] peers, Peer[] away,
			RouteGroup[] groups, RouteGroup responders) {
		this(topic, own, inbound, peers, away, groups, responders, null);
	}

	Route(String topic, LocalSubscription[] own, LocalSubscription[] inbound, Peer[] peers, Peer[] away,
			RouteGroup[] groups, RouteGroup responders, @Nullable ReplayRing<OutboundFrame> ring) {
		this.ring = ring;
		this.topic = topic;
		this.away = away;
		this.encodedTopic = Frames.topic(topic);
		this.own = own;
		this.inbound = inbound;
		this.peers = peers;
		this.groups = groups;
		this.responders = responders;
	}

	String topic() {
		return this.topic;
	}

	byte[] encodedTopic() {
		return this.encodedTopic;
	}

	/**
	 * Return the subscriptions without a group that want what this member publishes.
	 */
	LocalSubscription[] own() {
		return this.own;
	}

	/**
	 * Return the subscriptions without a group that want what others publish.
	 */
	LocalSubscription[] inbound() {
		return this.inbound;
	}

	/**
	 * Return members that vanished and wanted it: they miss it, should they come back.
	 */
	Peer[] away() {
		return this.away;
	}

	/**
	 * Return the other members that may want it besides groups.
	 */
	Peer[] peers() {
		return this.peers;
	}

	/**
	 * Return the groups that want it.
	 */
	RouteGroup[] groups() {
		return this.groups;
	}

	/**
	 * Return a group.
	 * @return the group, or {@code null} if nobody is in it
	 */
	@Nullable RouteGroup group(String name) {
		for (RouteGroup group : this.groups) {
			if (group.name().equals(name)) {
				return group;
			}
		}
		return null;
	}

	/**
	 * Return what keeps the messages, if they are kept.
	 */
	@Nullable ReplayRing<OutboundFrame> ring() {
		return this.ring;
	}

	/**
	 * Return who answers requests.
	 */
	RouteGroup responders() {
		return this.responders;
	}

}
