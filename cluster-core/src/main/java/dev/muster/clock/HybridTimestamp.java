package dev.muster.clock;

import java.time.Instant;

/**
 * A stamp of a {@link HybridLogicalClock}: the wall clock's milliseconds, and a counter
 * for what falls into the same one. The order of stamps agrees with cause and effect: if
 * one event could have caused another, its stamp is the smaller one. The reverse does not
 * hold, and stamps of different members may be equal.
 *
 * @param packed the milliseconds since 1970-01-01T00:00Z in the upper 48 bits, of which
 * the first is 0 (enough until the year 6429), the counter in the lower 16; this is the
 * form for the wire, 8 bytes, and keeps the order
 */
public record HybridTimestamp(long packed) implements Comparable<HybridTimestamp> {

	/** How many bits the counter has. */
	static final int COUNTER_BITS = 16;

	private static final int MAX_COUNTER = (1 << COUNTER_BITS) - 1;

	/** The latest time that a stamp can have. */
	static final long MAX_MILLIS = Long.MAX_VALUE >>> COUNTER_BITS;

	/**
	 * Create a stamp from its form on the wire.
	 * @param packed milliseconds and counter
	 * @throws IllegalArgumentException if it is negative, which none is
	 */
	public HybridTimestamp {
		if (packed < 0) {
			throw new IllegalArgumentException("Not a timestamp: " + packed);
		}
	}

	/**
	 * Create a stamp from its parts.
	 * @param millis milliseconds since 1970-01-01T00:00Z
	 * @param counter the number within the millisecond
	 * @return the stamp
	 * @throws IllegalArgumentException if one of them is negative or too large
	 */
	public static HybridTimestamp of(long millis, int counter) {
		if (millis < 0 || millis > MAX_MILLIS || counter < 0 || counter > MAX_COUNTER) {
			throw new IllegalArgumentException("Not a timestamp: " + millis + " ms, number " + counter);
		}
		return new HybridTimestamp((millis << COUNTER_BITS) | counter);
	}

	/**
	 * Return the time.
	 * @return milliseconds since 1970-01-01T00:00Z
	 */
	public long millis() {
		return this.packed >>> COUNTER_BITS;
	}

	/**
	 * Return the number within the millisecond.
	 * @return 0 to 65,535
	 */
	public int counter() {
		return (int) (this.packed & MAX_COUNTER);
	}

	/**
	 * Return the time, for people.
	 * @return the time to the millisecond
	 */
	public Instant instant() {
		return Instant.ofEpochMilli(millis());
	}

	@Override
	public int compareTo(HybridTimestamp other) {
		return Long.compare(this.packed, other.packed);
	}

	@Override
	public String toString() {
		return instant() + "#" + counter();
	}

}
