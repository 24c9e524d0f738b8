package dev.muster.benchmarks.throughput;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.muster.benchmarks.Benchmark;
import dev.muster.benchmarks.Jvm;
import dev.muster.benchmarks.Options;
import dev.muster.benchmarks.Report;
import dev.muster.benchmarks.Samples;
import dev.muster.benchmarks.Table;

/**
 * Three processes on loopback, of which one publishes to the two others, or each to all
 * others; the peers take turns.
 */
public final class ThroughputBenchmark implements Benchmark {

	static final int PROCESSES = 3;

	private static final Options.Declaration OPTIONS = Options.declare()
		.option("peers", "muster,muster-secret,muster-tls,jgroups-nio2-tuned,jgroups-tcp-tuned",
				"what to measure; also jgroups-muster, jgroups-muster-secret, jgroups-muster-tls, muster-udp, "
						+ "jgroups-multicast, jgroups-unicast")
		.option("payloads", "100,1024", "payload sizes in bytes")
		.option("publishers", "1", "1, or 3 for all to all")
		.option("rounds", "3", "how often each peer has its turn")
		.option("warm-up", "20", "seconds to warm up, in each fresh process")
		.option("seconds", "5", "seconds to measure")
		.option("virtual-threads", "false", "whether the bus runs on virtual threads")
		.option("jdk", "", "Java home of the processes; that of this one by default")
		.option("jvm", "-Xms512m -Xmx512m", "flags of the processes")
		.option("jfr", "", "a directory for flight recordings of the last round; recording costs some speed")
		.option(Report.JSON, "", "a file for the result as JSON");

	@Override
	public void run(String... args) throws IOException {
		Options options = OPTIONS.parse(args);
		List<Peer> peers = new ArrayList<>(options.texts("peers").stream().map(Peer::of).toList());
		int rounds = options.number("rounds", 1);
		Trial.Timing timing = new Trial.Timing(options.number("warm-up", 1) * 1000L,
				options.number("seconds", 1) * 1000L);
		int publishers = options.number("publishers", 1);
		if (publishers > PROCESSES) {
			throw new IllegalArgumentException("--publishers " + publishers + ": there are " + PROCESSES);
		}
		Jvm jvm = Jvm.current().withHome(options.text("jdk")).withFlags(options.text("jvm").trim().split(" +"));
		boolean virtualThreads = Boolean.parseBoolean(options.text("virtual-threads"));
		Map<Integer, Map<Peer, List<Trial.Result>>> results = new LinkedHashMap<>();
		Report report = new Report();
		for (int round = 1; round <= rounds; round++) {
			for (int size : options.numbers("payloads", Payloads.MIN_SIZE)) {
				for (Peer peer : peers) {
					Trial.Result result = Trial.run(
							new Team.Plan(jvm, peer, size, publishers, virtualThreads, options.text("jfr"), List.of()),
							timing);
					report.progress(
							"round %d of %d, %d B, %s: %,.0f msg/s per receiver, "
									+ "lost / duplicated / reordered / corrupted %s, others' cores %.2f",
							round, rounds, size, peer.label(), result.rate(), result.problems(), result.othersCores());
					results.computeIfAbsent(size, (key) -> new EnumMap<>(Peer.class))
						.computeIfAbsent(peer, (key) -> new ArrayList<>())
						.add(result);
				}
			}
			peers.add(peers.remove(0)); // nobody is always the one after the same other
		}
		results.forEach((size, byPeer) -> report.add(table(size, publishers, byPeer, rounds, timing, jvm)));
		report.remark("Delivered is per receiver, the median of the rounds. 'muster / peer' is the median of the "
				+ "rounds' ratios; above 1 the bus is faster. CPU and allocation are for what one message costs "
				+ "until both receivers have it. Where others kept more than 0.2 cores busy, measure again.");
		report.finish(options);
	}

	static Table table(int size, int publishers, Map<Peer, List<Trial.Result>> byPeer, int rounds, Trial.Timing timing,
			Jvm jvm) {
		Table table = new Table(
				"throughput, "
						+ ((publishers == 1) ? "1 publisher to 2 receivers, "
								: publishers + " of 3 publish to all others, ")
						+ size + " B, " + rounds + " rounds of " + timing.millis() / 1000 + " s, Java " + jvm.version(),
				"peer", "delivered/s", "min - max", "muster / peer", "publisher CPU s/M", "all CPU s/M",
				"publisher alloc B/msg", "lost / dup / reordered / corrupted", "others' cores");
		List<Trial.Result> own = byPeer.getOrDefault(Peer.MUSTER, List.of());
		byPeer.forEach((peer, results) -> {
			Samples rate = new Samples();
			Samples ratio = new Samples();
			Samples publisherCpu = new Samples();
			Samples allCpu = new Samples();
			Samples allocated = new Samples();
			Samples others = new Samples();
			Trial.Problems problems = new Trial.Problems(0, 0, 0, 0);
			for (int round = 0; round < results.size(); round++) {
				Trial.Result result = results.get(round);
				rate.add(result.rate());
				if (round < own.size()) {
					ratio.add(own.get(round).rate() / result.rate());
				}
				publisherCpu.add(result.publisherCpu());
				allCpu.add(result.allCpu());
				allocated.add(result.allocated());
				others.add(result.othersCores());
				problems = problems.plus(result.problems());
			}
			table.row(peer.label(), rate.median(0), rate.range(0), ratio.median(2), publisherCpu.median(2),
					allCpu.median(2), allocated.median(0), problems.toString(), others.median(2));
		});
		return table;
	}

}
