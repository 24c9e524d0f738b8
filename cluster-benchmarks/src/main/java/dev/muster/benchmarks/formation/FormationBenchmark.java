package dev.muster.benchmarks.formation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.muster.Departure;
import dev.muster.benchmarks.Benchmark;
import dev.muster.benchmarks.ChildProcess;
import dev.muster.benchmarks.Jvm;
import dev.muster.benchmarks.NodeWorker;
import dev.muster.benchmarks.Options;
import dev.muster.benchmarks.Report;
import dev.muster.benchmarks.Samples;
import dev.muster.benchmarks.Scratch;
import dev.muster.benchmarks.Table;
import dev.muster.benchmarks.Told;

/**
 * Processes with a node each, with all settings at their defaults.
 */
public final class FormationBenchmark implements Benchmark {

	private static final Options.Declaration OPTIONS = Options.declare()
		.option("rounds", "10", "how often")
		.option("nodes", "3", "how many start at once")
		.option("discovery", "local,static", "how they find one another")
		.option("jdk", "", "Java home of the processes; that of this one by default")
		.option("jvm", "-Xmx128m", "flags of the processes")
		.option(Report.JSON, "", "a file for the result as JSON");

	@Override
	public void run(String... args) throws IOException {
		Options options = OPTIONS.parse(args);
		int rounds = options.number("rounds", 1);
		int nodes = options.number("nodes", 3);
		Jvm jvm = Jvm.current().withHome(options.text("jdk")).withFlags(options.text("jvm").trim().split(" +"));
		List<String> discoveries = options.texts("discovery");
		Map<String, Rounds> results = new LinkedHashMap<>();
		Report report = new Report();
		for (int round = 1; round <= rounds; round++) {
			for (String discovery : discoveries) {
				Rounds result = results.computeIfAbsent(discovery, (key) -> new Rounds(nodes));
				alone(jvm, discovery, result);
				together(jvm, discovery, nodes, result);
				report.progress("round %d of %d, %s: formed after %s ms so far (%d merges)", round, rounds, discovery,
						result.formed.range(0), result.merges);
			}
		}
		results.forEach((discovery, result) -> report.add(result.table(discovery, rounds, jvm)));
		report.remark("Milliseconds. From the fork of the first process, JVM start included, unless said otherwise. "
				+ "A merge means that there was more than one cluster meanwhile.");
		report.finish(options);
	}

	private static void alone(Jvm jvm, String discovery, Rounds result) throws IOException {
		try (Scratch scratch = new Scratch()) {
			List<Integer> ports = ports(discovery, 1);
			ChildProcess process = start(jvm, scratch, "a", peers(discovery, scratch, ports), ports.get(0));
			Told started = process.await("started");
			result.alone.add(millis(process.startedAt(), started.nanos()));
			result.aloneStart.add(started.number(0));
		}
	}

	private static void together(Jvm jvm, String discovery, int nodes, Rounds result) throws IOException {
		try (Scratch scratch = new Scratch()) {
			List<Integer> ports = ports(discovery, nodes);
			String peers = peers(discovery, scratch, ports);
			for (int i = 0; i < nodes; i++) {
				start(jvm, scratch, "node" + i, peers, ports.get(i));
			}
			List<ChildProcess> processes = new ArrayList<>(scratch.processes());
			long first = processes.get(0).startedAt();
			long formed = first;
			for (ChildProcess process : processes) {
				result.start.add(process.await("started").number(0));
				formed = Math.max(formed, awaitJoined(process, nodes));
			}
			result.formed.add(millis(first, formed));
			result.merges += countMerges(processes);
			ChildProcess victim = processes.remove(1);
			long killed = victim.kill();
			result.killed.add(millis(killed, awaitDeparted(processes, nodes - 1, Departure.FAILED, result)));
			ChildProcess leaver = processes.remove(1);
			leaver.say("stop");
			long stopping = leaver.await("stopping").nanos();
			result.left.add(millis(stopping, awaitDeparted(processes, nodes - 2, Departure.LEFT, result)));
			result.stop.add(millis(stopping, leaver.await("stopped").nanos()));
			leaver.awaitEnd();
			ChildProcess coordinator = processes.remove(0);
			coordinator.say("stop");
			coordinator.awaitEnd();
		}
	}

	private static int countMerges(List<ChildProcess> processes) {
		int merges = 0;
		for (ChildProcess process : processes) {
			merges = Math.max(merges, process.count("merged"));
		}
		return merges;
	}

	private static ChildProcess start(Jvm jvm, Scratch scratch, String name, String peers, int port) {
		return scratch
			.add(jvm.startWorker(NodeWorker.class, scratch.cluster(), name, peers, String.valueOf(port), "false"));
	}

	// A view of so many is told once for each that joined: the first time counts
	private static long awaitJoined(ChildProcess process, int size) {
		return process.await("view", (told) -> told.number(0) == size && told.values().get(1).equals(NodeWorker.JOINED))
			.nanos();
	}

	private static long awaitDeparted(List<ChildProcess> processes, int size, Departure reason, Rounds result) {
		long last = 0;
		for (ChildProcess process : processes) {
			Told told = process.await("view",
					(line) -> line.number(0) == size && !line.values().get(1).equals(NodeWorker.JOINED));
			last = Math.max(last, told.nanos());
			result.misjudged += told.values().get(1).equals(reason.name()) ? 0 : 1;
		}
		return last;
	}

	/** Free ports, for a list that names them before they are bound; 0 for any. */
	private static List<Integer> ports(String discovery, int count) throws IOException {
		List<Integer> ports = new ArrayList<>();
		List<ServerSocket> sockets = new ArrayList<>();
		try {
			for (int i = 0; i < count; i++) {
				ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				sockets.add(socket);
				ports.add(discovery.equals("static") ? socket.getLocalPort() : 0);
			}
		}
		finally {
			for (ServerSocket socket : sockets) {
				socket.close();
			}
		}
		return ports;
	}

	private static String peers(String discovery, Scratch scratch, List<Integer> ports) {
		return switch (discovery) {
			case "local" -> "local=" + scratch.directory();
			case "static" ->
				ports.stream().map((port) -> "127.0.0.1:" + port).collect(Collectors.joining(",", "static=", ""));
			default ->
				throw new IllegalArgumentException("--discovery " + discovery + ": local and static are possible");
		};
	}

	private static double millis(long from, long to) {
		return (to - from) / 1e6;
	}

	/**
	 * What the rounds measured.
	 */
	static final class Rounds {

		private final int nodes;

		private final Samples alone = new Samples();

		private final Samples aloneStart = new Samples();

		private final Samples formed = new Samples();

		private final Samples start = new Samples();

		private final Samples killed = new Samples();

		private final Samples left = new Samples();

		private final Samples stop = new Samples();

		private int merges;

		private int misjudged;

		Rounds(int nodes) {
			this.nodes = nodes;
		}

		Table table(String discovery, int rounds, Jvm jvm) {
			Table table = new Table(
					"formation, discovery '" + discovery + "', " + rounds + " rounds, Java " + jvm.version(), "time",
					"min", "median", "max");
			row(table, "JVM start to view of one, alone", this.alone);
			row(table, "of that, ClusterNode.start()", this.aloneStart);
			row(table, "JVM start to view of " + this.nodes + " at all, started at once", this.formed);
			row(table, "of that, ClusterNode.start() of each", this.start);
			row(table, "kill -9 to the others' new view", this.killed);
			row(table, "graceful stop to the others' new view", this.left);
			row(table, "graceful stop to its end", this.stop);
			table.row("merges in all rounds", "", String.valueOf(this.merges), "");
			table.row("departures told with the wrong reason in all rounds", "", String.valueOf(this.misjudged), "");
			return table;
		}

		private static void row(Table table, String name, Samples samples) {
			table.row(name, Samples.format(samples.min(), 0), samples.median(0), Samples.format(samples.max(), 0));
		}

	}

}
