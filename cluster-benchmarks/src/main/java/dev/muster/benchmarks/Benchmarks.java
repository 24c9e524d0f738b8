package dev.muster.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.muster.benchmarks.footprint.FootprintBenchmark;
import dev.muster.benchmarks.formation.FormationBenchmark;
import dev.muster.benchmarks.presence.PresenceCostsBenchmark;
import dev.muster.benchmarks.startup.StartupBenchmark;
import dev.muster.benchmarks.traffic.LatencyBenchmark;
import dev.muster.benchmarks.traffic.PeersBenchmark;
import dev.muster.benchmarks.traffic.PresenceBenchmark;
import dev.muster.benchmarks.traffic.RequestsBenchmark;
import dev.muster.benchmarks.traffic.ThroughputBenchmark;
import dev.muster.benchmarks.traffic.TopicsBenchmark;
import dev.muster.replication.ReplicationBenchmark;

/**
 * Runs one measurement by its name.
 */
public final class Benchmarks {

	private static final Map<String, Benchmark> BENCHMARKS = new LinkedHashMap<>();

	static {
		BENCHMARKS.put("throughput", new ThroughputBenchmark());
		BENCHMARKS.put("latency", new LatencyBenchmark());
		BENCHMARKS.put("topics", new TopicsBenchmark());
		BENCHMARKS.put("requests", new RequestsBenchmark());
		BENCHMARKS.put("presence", new PresenceBenchmark());
		BENCHMARKS.put("presence-costs", new PresenceCostsBenchmark());
		BENCHMARKS.put("peers", new PeersBenchmark());
		BENCHMARKS.put("replication", new ReplicationBenchmark());
		BENCHMARKS.put("startup", new StartupBenchmark());
		BENCHMARKS.put("formation", new FormationBenchmark());
		BENCHMARKS.put("footprint", new FootprintBenchmark());
		BENCHMARKS.put("jmh", JmhBenchmark.INSTANCE);
	}

	private Benchmarks() {
	}

	/**
	 * Run a measurement.
	 * @param args its name and its options
	 * @throws Exception if it fails
	 */
	public static void main(String[] args) throws Exception {
		Benchmark benchmark = (args.length > 0) ? BENCHMARKS.get(args[0]) : null;
		if (benchmark == null) {
			System.err.println("Name one of " + BENCHMARKS.keySet() + "; --help after it shows its options");
			System.exit(2);
			return;
		}
		try {
			benchmark.run(Arrays.copyOfRange(args, 1, args.length));
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.exit(2);
		}
		catch (IOException | IllegalStateException ex) {
			ex.printStackTrace();
			System.exit(1);
		}
	}

}
