package dev.muster.discovery.consul;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Which index a blocking query waits for, and how long to pause before the next one.
 * Pure; not safe for use by many threads.
 */
final class WatchSchedule {

	/** An agent whose answer changes all the time is not asked more often. */
	static final Duration MIN_PAUSE = Duration.ofMillis(50);

	/** After an answer that came early although nothing had changed. */
	static final Duration EARLY_PAUSE = Duration.ofSeconds(1);

	/** An answer that took as long has waited, as it was asked to. */
	static final Duration EARLY = Duration.ofMillis(500);

	static final Duration FIRST_BACKOFF = Duration.ofMillis(200);

	static final Duration MAX_BACKOFF = Duration.ofSeconds(5);

	private final DoubleSupplier random;

	private long index;

	private int failuresInSequence;

	WatchSchedule(DoubleSupplier random) {
		this.random = random;
	}

	/** The index to ask with; 0 to be answered at once. */
	long index() {
		return this.index;
	}

	/**
	 * An answer came.
	 * @param newIndex its index. One that goes backwards is that of servers that lost
	 * their memory: to wait for the old one would take for ever
	 * @param took how long it took
	 * @return how long to pause
	 */
	Duration answered(long newIndex, Duration took) {
		this.failuresInSequence = 0;
		boolean moved = newIndex > 0 && newIndex != this.index;
		this.index = (newIndex >= this.index) ? newIndex : 0;
		return (moved || took.compareTo(EARLY) >= 0) ? MIN_PAUSE : EARLY_PAUSE;
	}

	/**
	 * No answer came. The next query waits for nothing, as the agent may be another one
	 * then.
	 * @return how long to pause: half to all of a span that doubles each time
	 */
	Duration failed() {
		this.index = 0;
		long span = FIRST_BACKOFF.toNanos();
		for (int i = 0; i < this.failuresInSequence && span < MAX_BACKOFF.toNanos(); i++) {
			span *= 2;
		}
		this.failuresInSequence++;
		span = Math.min(span, MAX_BACKOFF.toNanos());
		return Duration.ofNanos(span / 2 + (long) (this.random.getAsDouble() * (span - span / 2)));
	}

}
