package dev.muster.benchmarks.footprint;

import java.util.List;
import java.util.Map;

import dev.muster.benchmarks.Jvm;
import dev.muster.benchmarks.Options;
import dev.muster.benchmarks.Told;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what {@link FootprintBenchmark} prints.
 */
class FootprintBenchmarkTests {

	@Test
	void whenTheResultIsPrintedThenEachColumnHasItsValue() {
		FootprintBenchmark.Footprint footprint = new FootprintBenchmark.Footprint();
		footprint.add(new Told(0, "measured", List.of("1048576", "6", "7", "2097152", "3145728")));
		Options options = Options.declare().option("cluster", "3", "how many").parse();
		String table = FootprintBenchmark
			.table(Jvm.current(), Map.of(FootprintBenchmark.Kind.BARE, footprint), 1, options)
			.markdown();
		assertThat(table).contains("| no node | 1.00 | 0.00 | 6 | 0 | 7 | 2.0 | 0.0 | 3.0 | 0.0 |");
	}

}
