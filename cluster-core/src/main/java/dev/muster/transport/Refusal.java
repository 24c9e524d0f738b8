package dev.muster.transport;

import java.time.Instant;

/**
 * A node that was refused, or that refused us.
 *
 * @param address where it is, as far as known
 * @param reason why
 * @param byUs whether we refused it, and not it us
 * @param count how often
 * @param lastAt when last
 */
public record Refusal(String address, Reason reason, boolean byUs, long count, Instant lastAt) {

	/**
	 * Why a node is refused.
	 */
	public enum Reason {

		/** It belongs to a cluster of another name. */
		OTHER_CLUSTER,

		/** It speaks no version of the protocol that we speak. */
		OTHER_PROTOCOL,

		/** A live member at another address has its name. */
		DUPLICATE_NAME,

		/** What it sent is not our protocol at all. */
		GARBAGE,

		/** It has another shared secret, or only one of both has one. */
		UNAUTHENTICATED,

		/** Only one of both takes the connection for an encrypted one. */
		UNENCRYPTED

	}

}
