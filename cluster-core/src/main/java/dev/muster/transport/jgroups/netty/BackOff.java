package dev.muster.transport.jgroups.netty;

import java.util.function.DoubleSupplier;

/**
 * When a peer may be connected to again: at once after the first failure, then after a
 * pause that doubles. Measured from the begin of a try, so that one that took its time
 * has had its pause. Not thread-safe.
 */
final class BackOff {

	// Enough to exceed each sensible maximum
	private static final int MAX_DOUBLINGS = 30;

	private final long min;

	private final long max;

	private final DoubleSupplier random;

	private int failures;

	private boolean tried;

	private long triedAt;

	private long establishedAt;

	/**
	 * Create a back-off.
	 * @param min first pause, in nanoseconds
	 * @param max longest pause, in nanoseconds
	 * @param random from 0 to 1, so that not all nodes come back together
	 */
	BackOff(long min, long max, DoubleSupplier random) {
		this.min = min;
		this.max = max;
		this.random = random;
	}

	/**
	 * Return how long to wait before the next try.
	 * @param now nanoseconds
	 * @return nanoseconds, 0 or more
	 */
	long delay(long now) {
		if (this.failures < 2) {
			return 0;
		}
		int doublings = Math.min(this.failures - 2, MAX_DOUBLINGS);
		long pause = (this.min > this.max >> doublings) ? this.max : this.min << doublings;
		long jittered = (long) (pause * (0.75 + 0.25 * this.random.getAsDouble()));
		return Math.max(0, this.triedAt + jittered - now);
	}

	/**
	 * Return how long to wait before a connection may be replaced.
	 * @param now nanoseconds
	 * @return nanoseconds, 0 or more
	 */
	long shortest(long now) {
		return this.tried ? Math.max(0, this.triedAt + this.min - now) : 0;
	}

	void trying(long now) {
		this.tried = true;
		this.triedAt = now;
	}

	void failed() {
		this.failures++;
	}

	void established(long now) {
		this.establishedAt = now;
	}

	/**
	 * A connection ended: who accepts only to close again is not connected to in a loop.
	 */
	void ended(long now) {
		this.failures = (now - this.establishedAt < this.max) ? this.failures + 1 : 0;
	}

}
