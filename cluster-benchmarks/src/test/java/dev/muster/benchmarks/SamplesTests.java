package dev.muster.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Samples}, {@link Table} and {@link Told}.
 */
class SamplesTests {

	@Test
	void whenValuesComeInAnyOrderThenTheMiddleOneIsTheMedian() {
		Samples samples = new Samples();
		for (double value : new double[] { 9, 1, 5, 5, 1000 }) {
			samples.add(value);
		}
		assertThat(samples.median()).isEqualTo(5);
		samples.add(7);
		assertThat(samples.median()).isEqualTo(6);
		assertThat(samples.range(0)).isEqualTo("1 - 1,000");
	}

	@Test
	void whenThereIsNoValueThenADashIsPrinted() {
		assertThat(new Samples().median(2)).isEqualTo("-");
	}

	@Test
	void whenATableIsPrintedThenEachRowHasItsCells() {
		Table table = new Table("a \"title\"", "peer", "rate");
		table.row("one|two", "1,000");
		assertThat(table.markdown()).contains("| peer | rate |\n|---|---:|\n| one\\|two | 1,000 |\n");
		assertThat(table.json()).contains("\"a \\\"title\\\"\"")
			.contains("{\"peer\": \"one|two\", \"rate\": \"1,000\"}");
	}

	@Test
	void whenALineIsNotToldByAWorkerThenItIsNone() {
		assertThat(Told.parse("WARN something")).isNull();
		Told told = Told.parse("@bench 12 view 3 JOINED");
		assertThat(told).isNotNull();
		assertThat(told.nanos()).isEqualTo(12);
		assertThat(told.number(0)).isEqualTo(3);
		assertThat(told.values()).containsExactly("3", "JOINED");
	}

}
