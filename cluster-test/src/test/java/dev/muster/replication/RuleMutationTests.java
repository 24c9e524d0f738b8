package dev.muster.replication;

import java.util.EnumSet;

import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Without any one of the rules, random histories go wrong: else they would prove nothing.
 */
class RuleMutationTests {

	private static final int MAX_SEEDS = 1000;

	@ParameterizedTest
	@EnumSource(Rule.class)
	void whenARuleIsSwitchedOffThenSomeHistoryGoesWrong(Rule rule, TestReporter reporter) {
		long seeds = 1;
		while (seeds <= MAX_SEEDS && !goesWrong(seeds, rule)) {
			seeds++;
		}
		reporter.publishEntry("seeds that it took without " + rule, String.valueOf(seeds));
		assertThat(seeds).as("seeds that it took without %s", rule).isLessThanOrEqualTo(MAX_SEEDS);
	}

	private static boolean goesWrong(long seed, Rule rule) {
		try {
			new LossyWorld(seed, EnumSet.complementOf(EnumSet.of(rule))).run(ReplicaCorePropertyTests.STEPS);
			return false;
		}
		catch (RuntimeException | AssertionError ex) {
			return true;
		}
	}

}
