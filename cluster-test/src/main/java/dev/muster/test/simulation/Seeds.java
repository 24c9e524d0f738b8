package dev.muster.test.simulation;

import java.util.function.LongConsumer;

/**
 * Runs a random test on many seeds. {@code -Dmuster.seeds=N} says on how many,
 * {@code -Dmuster.seed=X} replays one.
 */
public final class Seeds {

	private Seeds() {
	}

	/**
	 * Run a test on the seeds 1 to N, or on the one that is to be replayed.
	 * @param defaultCount how many, if nothing else is said
	 * @param test is given the seed
	 * @throws AssertionError if it fails; the message begins with the seed
	 */
	public static void each(int defaultCount, LongConsumer test) {
		Long replayed = Long.getLong("muster.seed");
		if (replayed != null) {
			run(replayed, test);
			return;
		}
		int count = Integer.getInteger("muster.seeds", defaultCount);
		for (long seed = 1; seed <= count; seed++) {
			run(seed, test);
		}
	}

	private static void run(long seed, LongConsumer test) {
		try {
			test.accept(seed);
		}
		catch (RuntimeException | AssertionError ex) {
			throw new AssertionError("Seed " + seed + " failed, replay it with -Dmuster.seed=" + seed + ": " + ex, ex);
		}
	}

}
