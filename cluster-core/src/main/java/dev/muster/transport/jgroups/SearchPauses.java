package dev.muster.transport.jgroups;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long addresses are spared at which no node of this cluster was: a pause that
 * doubles each time, three quarters of it to all of it, so that not all nodes ask
 * together.
 */
final class SearchPauses {

	/** The first pause, if not even that is too long. */
	static final Duration FIRST = Duration.ofSeconds(1);

	private static final int MAX_DOUBLINGS = 20;

	private final long longest;

	private final DoubleSupplier random;

	/**
	 * Create pauses.
	 * @param longest the longest pause
	 * @param random at least 0, less than 1
	 */
	SearchPauses(Duration longest, DoubleSupplier random) {
		this.longest = longest.toNanos();
		this.random = random;
	}

	/**
	 * Return a pause.
	 * @param before how many there were before, one after the other
	 * @param now the time
	 * @return the pause
	 */
	Pause next(int before, long now) {
		long length = Math.min(this.longest, FIRST.toNanos() << Math.min(before, MAX_DOUBLINGS));
		return new Pause(before + 1, now + (long) (length * (0.75 + 0.25 * this.random.getAsDouble())));
	}

	/**
	 * A pause.
	 *
	 * @param number it is the first, second, or so on in sequence
	 * @param end when it ends, in nanoseconds
	 */
	record Pause(int number, long end) {
	}

}
