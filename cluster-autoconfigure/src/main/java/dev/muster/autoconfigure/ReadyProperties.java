package dev.muster.autoconfigure;

import java.time.Duration;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;

/**
 * Properties below {@code muster.ready}.
 */
public class ReadyProperties {

	/**
	 * Number of members, this node included, without which the application does not
	 * become ready to accept traffic. Once it is ready it stays so with fewer.
	 */
	private int minMembers = 1;

	/**
	 * How long that number is waited for, from when the node has joined; then the
	 * application becomes ready all the same, with a warning.
	 */
	private Duration timeout = Duration.ofSeconds(60);

	public int getMinMembers() {
		return this.minMembers;
	}

	public void setMinMembers(int minMembers) {
		this.minMembers = minMembers;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	/**
	 * Check the values.
	 * @return these properties
	 * @throws InvalidClusterPropertyException if one is impossible
	 */
	public ReadyProperties checked() {
		if (this.minMembers < 1) {
			throw new InvalidClusterPropertyException("muster.ready.min-members",
					"it is " + this.minMembers + ", and a cluster has one member at least",
					"Set 'muster.ready.min-members' to 1 or more.");
		}
		if (this.timeout.isNegative() || this.timeout.isZero() || this.timeout.toDays() > 365) {
			throw new InvalidClusterPropertyException("muster.ready.timeout",
					"it is " + this.timeout + ", and a positive duration of at most a year is needed",
					"Set 'muster.ready.timeout' to how long the other members are worth waiting for, such as 60s.");
		}
		return this;
	}

}
