package dev.muster.benchmarks.formation;

import dev.muster.benchmarks.Jvm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what {@link FormationBenchmark} prints.
 */
class FormationBenchmarkTests {

	@Test
	void whenTheResultIsPrintedThenEachColumnHasItsValue() {
		String table = new FormationBenchmark.Rounds(3).table("local", 1, Jvm.current()).markdown();
		assertThat(table).contains("| kill -9 to the others' new view | - | - | - |");
	}

}
