package dev.muster.clock;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * A clock whose stamps are close to the wall clock and agree with cause and effect, after
 * Kulkarni, Demirbas, Madappa, Avva and Leone, <i>Logical Physical Clocks and Consistent
 * Snapshots in Globally Distributed Databases</i> (OPODIS 2014).
 *
 * <p>
 * Promises:
 * <ul>
 * <li>Each stamp that a clock gives is larger than all that it gave before, also if the
 * wall clock stands still or is put back.</li>
 * <li>It is larger than each stamp that was {@linkplain #update followed}.</li>
 * <li>It is never behind the wall clock of this member, and never further ahead than the
 * fastest wall clock among its own and those followed was, but for the excess over 65,536
 * stamps in a millisecond, each of which borrows from the next.</li>
 * <li>A wrong clock elsewhere does no harm: what is ahead of this member's wall clock by
 * more than the largest offset is not followed, and {@linkplain #refused() counted}. A
 * wall clock of this member that was ahead itself and is put back leaves the stamps
 * ahead: see {@link #ahead()}.</li>
 * </ul>
 *
 * <p>
 * Safe for use by several threads, without locks.
 */
public final class HybridLogicalClock {

	/** The paper's pair (l, c) in one number: then both its rules are a maximum. */
	private final AtomicLong last = new AtomicLong();

	private final LongAdder refused = new LongAdder();

	private final InstantSource wallClock;

	private final long maxOffsetMillis;

	/**
	 * Create a clock.
	 * @param wallClock the wall clock of this member
	 * @param maxOffset how far ahead a stamp that is followed may be
	 * @throws IllegalArgumentException if the largest offset is negative
	 */
	public HybridLogicalClock(InstantSource wallClock, Duration maxOffset) {
		if (maxOffset.isNegative()) {
			throw new IllegalArgumentException("The largest offset is negative: " + maxOffset);
		}
		this.wallClock = wallClock;
		this.maxOffsetMillis = Math.min(maxOffset.toMillis(), HybridTimestamp.MAX_MILLIS);
	}

	/**
	 * Stamp an event of this member, such as the sending of a message.
	 * @return a stamp larger than any before
	 */
	public HybridTimestamp now() {
		return next(0, millis());
	}

	/**
	 * Stamp the arrival of something that was stamped elsewhere, and follow its stamp:
	 * all stamps from now on are larger. If it is too far ahead it is not followed, but
	 * counted, and the arrival is stamped as if it had come without.
	 * @param remote the stamp that came
	 * @return a stamp larger than any that this clock gave before; larger than the remote
	 * one, too, for sure only if that was not refused
	 */
	public HybridTimestamp update(HybridTimestamp remote) {
		long millis = millis();
		if (remote.millis() - millis > this.maxOffsetMillis) {
			this.refused.increment();
			return next(0, millis);
		}
		return next(remote.packed(), millis);
	}

	/**
	 * Return how far the last stamp is ahead of this member's wall clock.
	 * @return to the millisecond; zero if it is not
	 */
	public Duration ahead() {
		return Duration.ofMillis(Math.max(0, (this.last.get() >>> HybridTimestamp.COUNTER_BITS) - millis()));
	}

	/**
	 * Return how many stamps were not followed because they were too far ahead.
	 * @return how many since this was created
	 */
	public long refused() {
		return this.refused.sum();
	}

	private HybridTimestamp next(long remote, long millis) {
		long now = millis << HybridTimestamp.COUNTER_BITS;
		while (true) {
			long before = this.last.get();
			long latest = Math.max(before, remote);
			if (latest == Long.MAX_VALUE) {
				throw new IllegalStateException("The clock is at the end of time");
			}
			long after = Math.max(latest + 1, now);
			if (this.last.compareAndSet(before, after)) {
				return new HybridTimestamp(after);
			}
		}
	}

	/** A wall clock that was never set may be before 1970. */
	private long millis() {
		return Math.min(Math.max(0, this.wallClock.millis()), HybridTimestamp.MAX_MILLIS);
	}

}
