package dev.muster.benchmarks.throughput;

import java.util.List;
import java.util.Map;

import dev.muster.benchmarks.Jvm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what {@link ThroughputBenchmark} prints.
 */
class ThroughputBenchmarkTests {

	@Test
	void whenTheResultIsPrintedThenEachColumnHasItsValue() {
		Trial.Problems none = new Trial.Problems(0, 0, 0, 0);
		Map<Peer, List<Trial.Result>> results = Map.of(Peer.MUSTER,
				List.of(new Trial.Result(10, 300, 1, 2, 3, 0.1, none)), Peer.UNICAST,
				List.of(new Trial.Result(10, 100, 1, 2, 3, 0.1, new Trial.Problems(1, 0, 0, 0))));
		String table = ThroughputBenchmark.table(100, 1, results, 1, new Trial.Timing(1000, 1000), Jvm.current())
			.markdown();
		assertThat(table)
			.contains("| jgroups-unicast | 100 | 100 - 100 | 3.00 | 1.00 | 2.00 | 3 | 1 / 0 / 0 / 0 | 0.10 |");
	}

}
