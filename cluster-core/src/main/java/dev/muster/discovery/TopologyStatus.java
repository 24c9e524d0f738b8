package dev.muster.discovery;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How a topology fares.
 *
 * @param topology the user's name for it
 * @param strategy the strategy's name
 * @param polls how often it was asked, since the node was created
 * @param failures how often it could not tell, since the node was created
 * @param lastSuccess when it last answered, or {@code null} if never
 * @param lastError why it could not tell when last asked, or {@code null} if it could
 * @param addresses its last good answer
 * @param refused how many addresses of that answer were beyond the limit of
 * {@value #MAX_ADDRESSES} and are not used
 * @param counters what the strategy itself {@linkplain DiscoveryStrategy#counters()
 * counts}, by name
 * @param remark what the strategy {@linkplain DiscoveryStrategy#remark() says} of an
 * empty answer, or an empty text
 */
public record TopologyStatus(String topology, String strategy, long polls, long failures, @Nullable Instant lastSuccess,
		@Nullable String lastError, Set<PeerAddress> addresses, int refused, Map<String, Long> counters,
		String remark) {

	/**
	 * How many addresses of a topology are used.
	 */
	public static final int MAX_ADDRESSES = 1000;

	public TopologyStatus {
		addresses = Set.copyOf(addresses);
		counters = Map.copyOf(counters);
	}

	/**
	 * Return what the source said when it was asked last.
	 * @return the answer's kind
	 */
	public Answer answer() {
		if (this.lastError != null) {
			return Answer.UNKNOWN;
		}
		if (this.lastSuccess == null) {
			return Answer.PENDING;
		}
		if (!this.addresses.isEmpty()) {
			return Answer.FOUND;
		}
		return this.remark.isEmpty() ? Answer.NONE : Answer.NONE_READY;
	}

	/**
	 * Say in some words how it fares.
	 * @return such as {@code topology 'lan' (static) lists 3 address(es)}
	 */
	public String describe() {
		return "topology '" + this.topology + "' (" + this.strategy + ") " + switch (answer()) {
			case PENDING -> "has not answered yet";
			case UNKNOWN -> ((this.lastSuccess != null) ? "cannot tell any more: " : "cannot tell: ") + this.lastError;
			case NONE -> "lists nobody";
			case NONE_READY -> "lists nobody: " + this.remark;
			case FOUND -> "lists " + this.addresses.size() + " address(es)";
		};
	}

	/**
	 * What a source said when it was asked last. Only the kind tells whether there is
	 * nobody: an empty list of addresses does not.
	 */
	public enum Answer {

		/** It was not asked yet, or has not answered. */
		PENDING,

		/** It does not know, such as when a server is down. */
		UNKNOWN,

		/** There is nobody. */
		NONE,

		/** There is nobody at present, though there may be somebody who is not ready. */
		NONE_READY,

		/** There are addresses. */
		FOUND

	}

}
