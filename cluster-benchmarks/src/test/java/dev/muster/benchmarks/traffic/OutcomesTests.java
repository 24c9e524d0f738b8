package dev.muster.benchmarks.traffic;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Outcomes}.
 */
class OutcomesTests {

	private final Outcomes outcomes = new Outcomes("base");

	@Test
	void whenPrintedThenEachFigureHasItsMedianAndTheMedianOfItsRatios() {
		add("base", 1, 100, 0.1, 0);
		add("base", 2, 200, 0.1, 0);
		add("other", 1, 300, 0.3, 1);
		add("other", 2, 400, 0.3, 2);
		assertThat(this.outcomes.medians("title").markdown())
			.contains("| peer | delivered/s | min - max | others' cores |")
			.contains("| base | 150 (1.00) | 100 - 200 | 0.10 | 0 / 0 / 0 / 0 |")
			.contains("| other | 350 (2.50) | 300 - 400 | 0.30 | 3 / 0 / 0 / 0 |");
	}

	@Test
	void whenTheBaseHasNoSuchRoundThenThereIsNoRatio() {
		add("base", 1, 100, 0.1, 0);
		add("other", 2, 400, 0.3, 0);
		assertThat(this.outcomes.medians("title").markdown()).contains("| other | 400 | 400 - 400 |");
	}

	@Test
	void whenWrittenForProgramsThenEachRoundHasPlainNumbers() {
		add("base", 1, 12345.6, 0.1, 0);
		assertThat(this.outcomes.rounds("title").json()).contains("\"round\": \"1\", \"delivered/s\": \"12345.600\"");
	}

	private void add(String peer, int round, double delivered, double others, long lost) {
		this.outcomes.add(peer, round,
				new Outcome(Map.of(Figure.DELIVERED, delivered, Figure.OTHERS, others, Figure.WIRE_BYTES, Double.NaN),
						new Problems(lost, 0, 0, 0)));
	}

}
