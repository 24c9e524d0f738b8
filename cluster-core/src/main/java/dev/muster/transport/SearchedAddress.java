package dev.muster.transport;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * An address at which a peer was looked for, and what became of it last.
 *
 * @param address host and port, as in {@code 10.0.0.7:7800}; with a name for a host only
 * as long as no address of that name is known
 * @param names the listed addresses that stand for it, where they are written otherwise,
 * such as {@code shop-1.shop:7800}
 * @param outcome what became of it last
 * @param detail the same for people, with what is known beyond it; never a secret
 * @param attempts how often it was asked since the node was started
 * @param lastAttempt when it was asked last, or {@code null} if never
 * @param since since when the outcome is this one, or {@code null} if it was never asked
 * @param nextAttempt until when it is asked again, about; {@code null} when that is not
 * necessary, as with members
 */
public record SearchedAddress(String address, List<String> names, Outcome outcome, String detail, long attempts,
		@Nullable Instant lastAttempt, @Nullable Instant since, @Nullable Instant nextAttempt) {

	public SearchedAddress {
		names = List.copyOf(names);
	}

	/**
	 * What became of asking at an address.
	 */
	public enum Outcome {

		/** A member of this node's view is there. */
		MEMBER,

		/** This node itself is there. */
		SELF,

		/**
		 * A node of this cluster answered that is not in this node's view, or not yet.
		 */
		ANSWERED,

		/** It was not asked yet, or only just now. */
		NOT_TRIED,

		/** Nobody listens there: the connection was refused. */
		CONNECTION_REFUSED,

		/** Nothing came back in time. */
		TIMED_OUT,

		/** The network knows no way to it. */
		UNREACHABLE,

		/** Who listens there took the connection and ended it without a word. */
		CLOSED,

		/** The name stands for no address. */
		UNRESOLVABLE,

		/** A node of a cluster of another name is there. */
		OTHER_CLUSTER,

		/**
		 * A node is there that speaks no version of the protocol that this one speaks.
		 */
		OTHER_PROTOCOL,

		/** A live member at another address has this node's name. */
		DUPLICATE_NAME,

		/** What is there does not speak this protocol at all. */
		GARBAGE,

		/** Another shared secret is there, or a certificate that is not trusted. */
		UNAUTHENTICATED,

		/** Only one of both takes the connection for an encrypted one. */
		UNENCRYPTED;

		/**
		 * Return words for it, such as {@code connection refused}.
		 * @return the words
		 */
		public String label() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

		/**
		 * Return whether there is somebody who has nothing to do with this node's cluster
		 * as long as neither is configured otherwise.
		 * @return whether there is
		 */
		public boolean isStranger() {
			return switch (this) {
				case OTHER_CLUSTER, OTHER_PROTOCOL, GARBAGE, UNAUTHENTICATED, UNENCRYPTED -> true;
				default -> false;
			};
		}

		/**
		 * Return the outcome that a refusal is.
		 * @param reason why there was a refusal
		 * @return the outcome
		 */
		public static Outcome of(Refusal.Reason reason) {
			return switch (reason) {
				case OTHER_CLUSTER -> OTHER_CLUSTER;
				case OTHER_PROTOCOL -> OTHER_PROTOCOL;
				case DUPLICATE_NAME -> DUPLICATE_NAME;
				case GARBAGE -> GARBAGE;
				case UNAUTHENTICATED -> UNAUTHENTICATED;
				case UNENCRYPTED -> UNENCRYPTED;
			};
		}

	}

}
