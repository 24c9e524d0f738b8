package dev.muster.benchmarks.traffic;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.muster.benchmarks.Benchmark;
import dev.muster.benchmarks.Options;
import dev.muster.benchmarks.Report;

/**
 * All that peers are compared by, in one run with one result.
 */
public final class PeersBenchmark implements Benchmark {

	private static final String PEERS = "muster,jgroups-tcp-tuned,jgroups-nio2-tuned,hazelcast,vertx,pekko,"
			+ "redis-spring,redis-spring-sync,nats";

	private final Map<String, Part> parts = new LinkedHashMap<>();

	/**
	 * Create with all parts.
	 */
	public PeersBenchmark() {
		List<String> both = List.of("--payloads", "100,1024");
		List<String> small = List.of("--payloads", "100");
		this.parts.put("one-to-all", new Part(new ThroughputBenchmark(), both));
		this.parts.put("all-to-all", new Part(new ThroughputBenchmark(),
				Stream.concat(both.stream(), Stream.of("--publishers", "3")).toList()));
		this.parts.put("topics", new Part(new TopicsBenchmark(), small));
		this.parts.put("requests", new Part(new RequestsBenchmark(), both));
		this.parts.put("latency", new Part(new LatencyBenchmark(), both));
	}

	@Override
	public void run(String... args) throws IOException {
		String names = String.join(",", this.parts.keySet());
		Options all = PeerBenchmark.options(PEERS, "").option("workloads", names, "what to measure").parse(args);
		for (String name : all.texts("workloads")) {
			if (!this.parts.containsKey(name)) {
				throw new IllegalArgumentException(name + " is no workload: " + names + " are");
			}
		}
		Report report = new Report();
		for (String name : all.texts("workloads")) {
			Part part = this.parts.get(name);
			if (part != null) {
				part.measure(all, report);
			}
		}
		report.finish(all);
	}

	private record Part(PeerBenchmark benchmark, List<String> arguments) {

		// What was asked for stands last, and so counts
		void measure(Options all, Report report) throws IOException {
			Stream<String> given = all.arguments()
				.entrySet()
				.stream()
				.filter((option) -> !option.getKey().equals("workloads") && !option.getValue().isEmpty())
				.flatMap((option) -> Stream.of("--" + option.getKey(), option.getValue()));
			String[] args = Stream.concat(this.arguments.stream(), given).toArray(String[]::new);
			this.benchmark.measure(this.benchmark.declaration().parse(args), report);
		}

	}

}
