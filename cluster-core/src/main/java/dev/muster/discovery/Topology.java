package dev.muster.discovery;

import java.time.Duration;

/**
 * A strategy under a name of the user's. Several run side by side.
 *
 * @param name the user's name for it
 * @param strategy how to find candidates
 * @param pollInterval how often to ask; the strategy can have itself asked earlier
 */
public record Topology(String name, DiscoveryStrategy strategy, Duration pollInterval) {

	/**
	 * Default of {@link #pollInterval()}.
	 */
	public static final Duration DEFAULT_POLL_INTERVAL = Duration.ofSeconds(5);

	public Topology {
		if (name.isBlank()) {
			throw new IllegalArgumentException("A topology needs a name");
		}
		if (pollInterval.compareTo(Duration.ofMillis(100)) < 0) {
			throw new IllegalArgumentException(
					"poll-interval of topology '" + name + "' is " + pollInterval + ": at least 100ms are needed");
		}
	}

	public Topology(String name, DiscoveryStrategy strategy) {
		this(name, strategy, DEFAULT_POLL_INTERVAL);
	}

}
