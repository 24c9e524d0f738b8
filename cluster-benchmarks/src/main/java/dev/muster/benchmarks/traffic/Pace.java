package dev.muster.benchmarks.traffic;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed rate. What is late keeps the time at which it was due, so that a pause counts
 * for all that it held up (no coordinated omission).
 */
final class Pace {

	private final long start = System.nanoTime();

	private final long interval;

	Pace(int perSecond) {
		this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
	}

	long start() {
		return this.start;
	}

	/**
	 * Wait until something is due.
	 * @param number its number
	 * @return when it was due
	 */
	long await(long number) {
		long due = this.start + number * this.interval;
		for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
			LockSupport.parkNanos(wait);
		}
		return due;
	}

}
