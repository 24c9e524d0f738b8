package dev.muster.autoconfigure.transport;

import java.time.Duration;

import dev.muster.transport.SearchOptions;

/**
 * Properties below {@code muster.transport.search}: how peers are looked for at the
 * addresses that topologies list.
 */
public class SearchProperties {

	private static final SearchOptions DEFAULTS = SearchOptions.defaults();

	/**
	 * How long is waited, at the longest, before an address is asked again at which a
	 * stranger was, such as a node of another cluster.
	 */
	private Duration strangerRetryInterval = DEFAULTS.strangerRetryInterval();

	/**
	 * Number of addresses that are remembered with what became of them.
	 */
	private int maxAddresses = DEFAULTS.maxAddresses();

	/**
	 * How long after its start a node says in its log how its topologies fare, and at
	 * which addresses it found no member. Zero for never.
	 */
	private Duration reportAfter = DEFAULTS.reportAfter();

	public Duration getStrangerRetryInterval() {
		return this.strangerRetryInterval;
	}

	public void setStrangerRetryInterval(Duration strangerRetryInterval) {
		this.strangerRetryInterval = strangerRetryInterval;
	}

	public int getMaxAddresses() {
		return this.maxAddresses;
	}

	public void setMaxAddresses(int maxAddresses) {
		this.maxAddresses = maxAddresses;
	}

	public Duration getReportAfter() {
		return this.reportAfter;
	}

	public void setReportAfter(Duration reportAfter) {
		this.reportAfter = reportAfter;
	}

	SearchOptions toOptions() {
		return new SearchOptions(this.strangerRetryInterval, this.maxAddresses, this.reportAfter);
	}

}
