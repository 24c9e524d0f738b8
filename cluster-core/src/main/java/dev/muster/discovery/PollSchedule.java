package dev.muster.discovery;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * When to ask a topology next. Pure: the time comes in, in nanoseconds since an origin of
 * the caller's; not safe for use by many threads.
 */
final class PollSchedule {

	/** Back-off ends here, or at the poll interval if that is longer. */
	static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

	/** A strategy that reports changes all the time is not asked more often. */
	static final Duration MIN_GAP = Duration.ofMillis(100);

	private static final Duration MAX_INTERVAL = Duration.ofDays(365);

	private static final int MAX_DOUBLINGS = 20;

	private final long interval;

	private final DoubleSupplier random;

	private long begun;

	private long due;

	private int failuresInSequence;

	/**
	 * The first poll is due at once.
	 * @param interval from the beginning of a poll to the beginning of the next one
	 * @param random at least 0, less than 1
	 * @param now the time
	 */
	PollSchedule(Duration interval, DoubleSupplier random, long now) {
		this.interval = (interval.compareTo(MAX_INTERVAL) < 0) ? interval.toNanos() : MAX_INTERVAL.toNanos();
		this.random = random;
		this.begun = now - MIN_GAP.toNanos();
		this.due = now;
	}

	long nanosUntilDue(long now) {
		return Math.max(0, this.due - now);
	}

	void pollBegun(long now) {
		this.begun = now;
		this.due = Long.MAX_VALUE;
	}

	void pollSucceeded() {
		this.failuresInSequence = 0;
		this.due = Math.min(this.due, this.begun + this.interval);
	}

	/**
	 * Back off: by half to all of a span that doubles with each failure in sequence.
	 * @param now the time
	 */
	void pollFailed(long now) {
		long span = this.interval;
		long limit = Math.max(this.interval, MAX_BACKOFF.toNanos());
		for (int i = 0; i < Math.min(this.failuresInSequence, MAX_DOUBLINGS) && span < limit; i++) {
			span *= 2;
		}
		this.failuresInSequence++;
		span = Math.min(span, limit);
		this.due = Math.min(this.due, now + span / 2 + (long) (this.random.getAsDouble() * (span - span / 2)));
	}

	/**
	 * The answer may have changed: ask at once, also in the midst of a back-off.
	 * @param now the time
	 */
	void changed(long now) {
		this.due = Math.min(this.due, Math.max(now, this.begun + MIN_GAP.toNanos()));
	}

}
