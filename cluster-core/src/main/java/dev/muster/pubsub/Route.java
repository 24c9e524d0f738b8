package dev.muster.pubsub;

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

	Route(String topic, LocalSubscription[] own, LocalSubscription[] inbound, Peer[] peers) {
		this(topic, own, inbound, peers, NO_PEERS);
	}

	Route(String topic, LocalSubscription[] own, LocalSubscription[] inbound, Peer[] peers, Peer[] away) {
		this.topic = topic;
		this.away = away;
		this.encodedTopic = Frames.topic(topic);
		this.own = own;
		this.inbound = inbound;
		this.peers = peers;
	}

	String topic() {
		return this.topic;
	}

	byte[] encodedTopic() {
		return this.encodedTopic;
	}

	/**
	 * Return the subscriptions that want what this member publishes.
	 */
	LocalSubscription[] own() {
		return this.own;
	}

	/**
	 * Return the subscriptions that want what others publish.
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
	 * Return the other members that may want it.
	 */
	Peer[] peers() {
		return this.peers;
	}

}
