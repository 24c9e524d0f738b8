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
import dev.muster.test.netns.NetworkNamespaces;

/**
 * How long a message takes to two receivers at a fixed rate; and, if asked for, to one of
 * them while the other is cut off.
 */
public final class LatencyBenchmark implements Benchmark {

	private static final Options.Declaration OPTIONS = Options.declare()
		.option("peers", "muster,muster-secret,muster-tls,jgroups-nio2-tuned,jgroups-tcp-tuned", "what to measure")
		.option("payloads", "100", "payload sizes in bytes")
		.option("rate", "1000", "messages per second")
		.option("cut", "false",
				"whether the third process is cut off for a second phase, until it is excluded and beyond; "
						+ "of muster's peers only, needs root, iproute2 and nftables")
		.option("rounds", "3", "how often each peer has its turn")
		.option("warm-up", "20", "seconds to warm up, in each fresh process")
		.option("seconds", "10", "seconds to measure, for each phase")
		.option("virtual-threads", "false", "whether the bus runs on virtual threads")
		.option("jdk", "", "Java home of the processes; that of this one by default")
		.option("jvm", "-Xms512m -Xmx512m", "flags of the processes")
		.option(Report.JSON, "", "a file for the result as JSON");

	@Override
	public void run(String... args) throws IOException {
		Options options = OPTIONS.parse(args);
		List<Peer> peers = new ArrayList<>(options.texts("peers").stream().map(Peer::of).toList());
		Pace pace = new Pace(options.number("rate", 1), options.number("warm-up", 1) * 1000L,
				options.number("seconds", 1) * 1000L);
		Jvm jvm = Jvm.current().withHome(options.text("jdk")).withFlags(options.text("jvm").trim().split(" +"));
		boolean virtualThreads = Boolean.parseBoolean(options.text("virtual-threads"));
		boolean cut = Boolean.parseBoolean(options.text("cut"));
		int rounds = options.number("rounds", 1);
		Map<Integer, Map<Peer, List<LatencyTrial.Result>>> results = new LinkedHashMap<>();
		Report report = new Report();
		for (int round = 1; round <= rounds; round++) {
			for (int size : options.numbers("payloads", Payloads.MIN_SIZE)) {
				for (Peer peer : peers) {
					LatencyTrial.Result result = trial(new Team.Plan(jvm, peer, size, 1, virtualThreads, "", List.of()),
							pace, cut);
					report.progress("round %d of %d, %d B, %s: %s", round, rounds, size, peer.label(), result);
					results.computeIfAbsent(size, (key) -> new EnumMap<>(Peer.class))
						.computeIfAbsent(peer, (key) -> new ArrayList<>())
						.add(result);
				}
			}
			peers.add(peers.remove(0)); // nobody is always the one after the same other
		}
		results.forEach((size, byPeer) -> report.add(table(size, byPeer, rounds, pace, jvm)));
		report.remark("From when a message was due to when the receiver has it; microseconds, medians of the rounds, "
				+ "of the slower receiver. Percentiles of one round are of all its messages.");
		report.finish(options);
	}

	private static LatencyTrial.Result trial(Team.Plan plan, Pace pace, boolean cut) throws IOException {
		if (!cut) {
			return LatencyTrial.run(plan, pace, null);
		}
		try (NetworkNamespaces network = NetworkNamespaces.create(ThroughputBenchmark.PROCESSES)) {
			return LatencyTrial.run(plan.on(network.hosts()), pace, network);
		}
	}

	static Table table(int size, Map<Peer, List<LatencyTrial.Result>> byPeer, int rounds, Pace pace, Jvm jvm) {
		Table table = new Table(
				"latency, 1 publisher to 2 receivers, " + size + " B, " + pace.perSecond() + "/s, " + rounds
						+ " rounds of " + pace.millis() / 1000 + " s, Java " + jvm.version(),
				"peer", "third member", "p50 us", "p99 us", "p99 min - max", "p99.9 us", "max us", "lost",
				"others' cores");
		byPeer.forEach((peer, results) -> {
			row(table, peer, "there", results.stream().map(LatencyTrial.Result::whole).toList());
			List<LatencyTrial.Phase> cut = results.stream().flatMap((result) -> result.cut().stream()).toList();
			if (!cut.isEmpty()) {
				row(table, peer, "cut off", cut);
			}
		});
		return table;
	}

	private static void row(Table table, Peer peer, String third, List<LatencyTrial.Phase> phases) {
		Samples p50 = new Samples();
		Samples p99 = new Samples();
		Samples p999 = new Samples();
		Samples max = new Samples();
		Samples lost = new Samples();
		Samples others = new Samples();
		for (LatencyTrial.Phase phase : phases) {
			p50.add(phase.p50());
			p99.add(phase.p99());
			p999.add(phase.p999());
			max.add(phase.max());
			lost.add(phase.lost());
			others.add(phase.othersCores());
		}
		table.row(peer.label(), third, p50.median(0), p99.median(0), p99.range(0), p999.median(0), max.median(0),
				Samples.format(lost.max(), 0), others.median(2));
	}

	/**
	 * How fast, and how long.
	 *
	 * @param perSecond messages per second
	 * @param warmUpMillis how long to warm up
	 * @param millis how long to measure
	 */
	record Pace(int perSecond, long warmUpMillis, long millis) {
	}

}
