package dev.muster.test.simulation;

import java.time.Duration;

/**
 * How a link treats packets, in one direction. Immutable: each {@code with} method
 * returns another object.
 *
 * @param delay how long a packet takes, at the least
 * @param jitter how much longer it may take
 * @param loss probability that a packet is lost; 1 cuts the link
 * @param duplication probability that it arrives twice
 * @param reordering probability that it does not keep its place behind those sent before
 */
public record LinkConditions(Duration delay, Duration jitter, double loss, double duplication, double reordering) {

	public LinkConditions {
		require(!delay.isNegative(), "delay");
		require(!jitter.isNegative(), "jitter");
		require(loss >= 0 && loss <= 1, "loss");
		require(duplication >= 0 && duplication <= 1, "duplication");
		require(reordering >= 0 && reordering <= 1, "reordering");
	}

	/**
	 * Return a good local network: half a millisecond to one, nothing is lost.
	 * @return the conditions
	 */
	public static LinkConditions good() {
		return new LinkConditions(Duration.ofNanos(500_000), Duration.ofNanos(500_000), 0, 0, 0);
	}

	/**
	 * Make packets slower.
	 * @param delay how long a packet takes, at the least
	 * @param jitter how much longer it may take
	 * @return the conditions
	 */
	public LinkConditions withDelay(Duration delay, Duration jitter) {
		return new LinkConditions(delay, jitter, this.loss, this.duplication, this.reordering);
	}

	/**
	 * Lose packets.
	 * @param loss probability that a packet is lost
	 * @return the conditions
	 */
	public LinkConditions withLoss(double loss) {
		return new LinkConditions(this.delay, this.jitter, loss, this.duplication, this.reordering);
	}

	/**
	 * Duplicate packets.
	 * @param duplication probability that a packet arrives twice
	 * @return the conditions
	 */
	public LinkConditions withDuplication(double duplication) {
		return new LinkConditions(this.delay, this.jitter, this.loss, duplication, this.reordering);
	}

	/**
	 * Reorder packets.
	 * @param reordering probability that a packet does not keep its place
	 * @return the conditions
	 */
	public LinkConditions withReordering(double reordering) {
		return new LinkConditions(this.delay, this.jitter, this.loss, this.duplication, reordering);
	}

	private static void require(boolean condition, String name) {
		if (!condition) {
			throw new IllegalArgumentException("The " + name + " of a link is out of range");
		}
	}

}
