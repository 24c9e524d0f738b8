package dev.muster.transport;

import java.time.Duration;

/**
 * How peers are looked for at the addresses that discovery lists. Immutable: each
 * {@code with} method returns another object.
 *
 * @param strangerRetryInterval how long is waited, at the longest, before an address is
 * asked again at which no node of this cluster was, but a stranger or this node itself;
 * the first waits are shorter
 * @param maxAddresses how many addresses are remembered with what became of them; beyond
 * it the one that was longest of no use is forgotten
 * @param reportAfter how long after its start a node says in its log what became of its
 * search; zero for never
 */
public record SearchOptions(Duration strangerRetryInterval, int maxAddresses, Duration reportAfter) {

	private static final Duration SHORTEST_RETRY = Duration.ofMillis(100);

	private static final Duration LONGEST = Duration.ofDays(1);

	private static final SearchOptions DEFAULTS = new SearchOptions(Duration.ofMinutes(1), 1024, Duration.ofSeconds(5));

	public SearchOptions {
		require(strangerRetryInterval.compareTo(SHORTEST_RETRY) >= 0 && strangerRetryInterval.compareTo(LONGEST) <= 0,
				"stranger-retry-interval", "100ms to 1 day are possible");
		require(maxAddresses > 0, "max-addresses", "at least one is needed");
		require(!reportAfter.isNegative() && reportAfter.compareTo(LONGEST) <= 0, "report-after",
				"0 to 1 day are possible");
	}

	/**
	 * Return the defaults.
	 * @return the options
	 */
	public static SearchOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Ask strangers again more or less often.
	 * @param interval how long is waited, at the longest
	 * @return the options
	 */
	public SearchOptions withStrangerRetryInterval(Duration interval) {
		return new SearchOptions(interval, this.maxAddresses, this.reportAfter);
	}

	/**
	 * Remember more or fewer addresses.
	 * @param addresses how many
	 * @return the options
	 */
	public SearchOptions withMaxAddresses(int addresses) {
		return new SearchOptions(this.strangerRetryInterval, addresses, this.reportAfter);
	}

	/**
	 * Report earlier, later or never.
	 * @param delay how long after the start; zero for never
	 * @return the options
	 */
	public SearchOptions withReportAfter(Duration delay) {
		return new SearchOptions(this.strangerRetryInterval, this.maxAddresses, delay);
	}

	private static void require(boolean condition, String name, String remedy) {
		if (!condition) {
			throw new InvalidTransportSettingException("search." + name, remedy);
		}
	}

}
