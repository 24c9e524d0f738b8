package dev.muster.transport.handshake;

import dev.muster.transport.Refusal;

/**
 * What protects a connection, in one side's eyes. The ordinals are on the wire.
 */
enum Protection {

	/** Nothing does. */
	NONE,

	/** The handshake does, by the secret that both know. */
	SECRET,

	/** TLS below does. */
	TLS;

	static Protection of(Identity identity) {
		if (identity.secret() != null) {
			return SECRET;
		}
		return identity.encryptedBelow() ? TLS : NONE;
	}

	/**
	 * Refuse a peer that sees the connection otherwise.
	 * @param peer what it says
	 * @throws RefusalException if it is not what we say
	 */
	void accept(Protection peer) throws RefusalException {
		if (this == peer) {
			return;
		}
		if (this == SECRET) {
			throw new RefusalException(Refusal.Reason.UNAUTHENTICATED,
					"it has no muster.transport.shared-secret, and this node has one");
		}
		if (peer == SECRET) {
			throw new RefusalException(Refusal.Reason.UNAUTHENTICATED,
					"it has a muster.transport.shared-secret, and this node has none");
		}
		throw new RefusalException(Refusal.Reason.UNENCRYPTED,
				(this == TLS) ? "it sees no TLS on the connection, and this node does"
						: "it sees TLS on the connection, and this node does not");
	}

}
