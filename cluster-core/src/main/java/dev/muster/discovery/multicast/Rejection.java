package dev.muster.discovery.multicast;

/**
 * Why a datagram was not even read.
 */
enum Rejection implements Decoded {

	/** It makes no sense. */
	MALFORMED("is no datagram of a node"),

	/** A node of another version sent it. */
	OTHER_VERSION("comes from a node of another version"),

	/** It is plain, and this node has a secret. */
	NOT_SEALED("is not encrypted, and this node has a multicast.secret: set the same one on all nodes"),

	/** It is encrypted, and this node has no secret. */
	SEALED("is encrypted, and this node has no multicast.secret: set the same one on all nodes"),

	/** It was made with another secret, or damaged on the way. */
	NOT_AUTHENTIC("was not made with this node's multicast.secret: set the same one on all nodes");

	private final String text;

	Rejection(String text) {
		this.text = text;
	}

	/**
	 * Return what to say of such a datagram.
	 * @return a text that follows "A datagram of x"
	 */
	String text() {
		return this.text;
	}

}
