package dev.muster.benchmarks.startup;

import java.util.Map;

import dev.muster.benchmarks.Jvm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what {@link StartupBenchmark} prints.
 */
class StartupBenchmarkTests {

	@Test
	void whenTheResultIsPrintedThenEachColumnHasItsValue() {
		String table = StartupBenchmark
			.table(StartupBenchmark.Application.WEB,
					Map.of(StartupBenchmark.Variant.WITHOUT, new StartupBenchmark.Timing()), 1, Jvm.current())
			.markdown();
		assertThat(table).contains("| none | - |");
	}

}
