package dev.muster.pubsub;

import java.time.InstantSource;

/**
 * Lets one log line pass in a while, and says how many it held back.
 */
final class LogLimiter {

	private final InstantSource clock;

	private final long intervalMillis;

	private boolean used;

	private long last;

	private long heldBack;

	LogLimiter(InstantSource clock, long intervalMillis) {
		this.clock = clock;
		this.intervalMillis = intervalMillis;
	}

	/**
	 * Ask for a line.
	 * @return how many were held back since the last one, or -1 to hold this one back
	 */
	synchronized long acquire() {
		long now = this.clock.millis();
		// a clock that was set back must not silence the log
		if (this.used && now >= this.last && now - this.last < this.intervalMillis) {
			this.heldBack++;
			return -1;
		}
		long count = this.heldBack;
		this.used = true;
		this.last = now;
		this.heldBack = 0;
		return count;
	}

	/**
	 * Say what was held back, for the end of a line.
	 */
	static String suffix(long heldBack) {
		return (heldBack > 0) ? " (and " + heldBack + " like this since the last line)" : "";
	}

}
