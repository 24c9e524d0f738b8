package dev.muster.pubsub;

/**
 * Where the messages of a topic go, until interest or view change. Not to be changed.
 */
final class Route {

	private final String topic;

	private final byte[] encodedTopic;

	private final LocalSubscription[] own;

	private final LocalSubscription[] inbound;

	private final Peer[] peers;

	Route(String topic, LocalSubscription[] own, LocalSubscription[] inbound, Peer[] peers) {
		this.topic = topic;
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
	 * Return the other members that may want it.
	 */
	Peer[] peers() {
		return this.peers;
	}

}
