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
 */
public record TopologyStatus(String topology, String strategy, long polls, long failures, @Nullable Instant lastSuccess,
		@Nullable String lastError, Set<PeerAddress> addresses, int refused, Map<String, Long> counters) {

	/**
	 * How many addresses of a topology are used.
	 */
	public static final int MAX_ADDRESSES = 1000;

	public TopologyStatus {
		addresses = Set.copyOf(addresses);
		counters = Map.copyOf(counters);
	}

}
