package dev.muster.benchmarks.throughput;

import java.util.List;
import java.util.Map;

import dev.muster.benchmarks.Jvm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what {@link LatencyBenchmark} prints.
 */
class LatencyBenchmarkTests {

	@Test
	void whenTheResultIsPrintedThenEachColumnHasItsValue() {
		LatencyTrial.Phase whole = new LatencyTrial.Phase(80, 300, 900, 5000, 0, 0.1);
		LatencyTrial.Phase cut = new LatencyTrial.Phase(90, 400, 1100, 6000, 2, 0.2);
		String table = LatencyBenchmark
			.table(100, Map.of(Peer.MUSTER, List.of(new LatencyTrial.Result(whole, List.of(cut)))), 1,
					new LatencyBenchmark.Pace(1000, 1000, 1000), Jvm.current())
			.markdown();
		assertThat(table).contains("| muster | there | 80 | 300 | 300 - 300 | 900 | 5,000 | 0 | 0.10 |")
			.contains("| muster | cut off | 90 | 400 | 400 - 400 | 1,100 | 6,000 | 2 | 0.20 |");
	}

}
