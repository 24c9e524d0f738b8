package dev.muster.presence;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

import dev.muster.codec.PayloadCodecs;

/**
 * What the parts of one presence share.
 */
record PresenceContext(PresenceSettings settings, PayloadCodecs codecs, Executor executor, InstantSource clock,
		PresenceCounters counters, AtomicLong lastLine) {

	private static final long LOG_INTERVAL_MILLIS = 1000;

	PresenceContext(PresenceSettings settings, PayloadCodecs codecs, Executor executor, InstantSource clock) {
		this(settings, codecs, executor, clock, new PresenceCounters(), new AtomicLong(Long.MIN_VALUE));
	}

	/**
	 * Return whether there was no line for a while.
	 */
	boolean mayLog() {
		long now = this.clock.millis();
		long last = this.lastLine.get();
		// a clock that was set back must not silence the log
		return (now < last || last < now - LOG_INTERVAL_MILLIS) && this.lastLine.compareAndSet(last, now);
	}

}
