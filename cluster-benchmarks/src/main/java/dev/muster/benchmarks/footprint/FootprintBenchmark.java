package dev.muster.benchmarks.footprint;

import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

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
 * Compares processes that do nothing: without a node, with one that is alone, with one in
 * a cluster.
 */
public final class FootprintBenchmark implements Benchmark {

	private static final double MEGABYTE = 1024 * 1024;

	private static final Options.Declaration OPTIONS = Options.declare()
		.option("rounds", "5", "how often")
		.option("idle", "12", "seconds to be idle before measuring; threads that a pool lets go need 10")
		.option("cluster", "3", "how many nodes a cluster has")
		.option("virtual-threads", "false", "whether the bus runs on virtual threads")
		.option("jdks", "", "Java homes of the processes, separated by commas; that of this one by default")
		.option("jvm", "-Xmx256m", "flags of the processes")
		.option("show-threads", "false", "whether to list the threads of a node in a cluster")
		.option(Report.JSON, "", "a file for the result as JSON");

	@Override
	public void run(String... args) throws IOException {
		Options options = OPTIONS.parse(args);
		int rounds = options.number("rounds", 1);
		List<String> homes = options.text("jdks").isEmpty() ? List.of("") : options.texts("jdks");
		Map<Jvm, Map<Kind, Footprint>> results = new LinkedHashMap<>();
		Report report = new Report();
		for (int round = 1; round <= rounds; round++) {
			for (String home : homes) {
				Jvm jvm = Jvm.current().withHome(home).withFlags(options.text("jvm").trim().split(" +"));
				for (Kind kind : Kind.values()) {
					Footprint footprint = results.computeIfAbsent(jvm, (key) -> new EnumMap<>(Kind.class))
						.computeIfAbsent(kind, (key) -> new Footprint());
					String threads = measure(jvm, kind, options, footprint);
					report.progress("round %d of %d, Java %s, %s: heap %s MB, threads %s", round, rounds, jvm.version(),
							kind.label(options), footprint.heap.median(2), footprint.threads.median(0));
					if (round == rounds && Boolean.parseBoolean(options.text("show-threads"))) {
						report.progress("threads: %s", threads);
					}
				}
			}
		}
		results.forEach((jvm, byKind) -> report.add(table(jvm, byKind, rounds, options)));
		report.remark("Medians. 'added' is what the process has more than the one without a node. Heap is what is "
				+ "used after a collection; threads are platform threads; resident is the whole process's and depends "
				+ "on how much the collector has touched.");
		report.finish(options);
	}

	private static String measure(Jvm jvm, Kind kind, Options options, Footprint footprint) throws IOException {
		try (Scratch scratch = new Scratch()) {
			int count = (kind == Kind.CLUSTER) ? options.number("cluster", 2) : 1;
			String discovery = (kind == Kind.BARE) ? NodeWorker.NO_NODE : "local=" + scratch.directory();
			for (int i = 0; i < count; i++) {
				ChildProcess process = scratch.add(jvm.startWorker(NodeWorker.class, scratch.cluster(), "node" + i,
						discovery, "0", options.text("virtual-threads")));
				if (kind != Kind.BARE) {
					process.await("started");
				}
			}
			ChildProcess measured = scratch.processes().get(0);
			if (kind == Kind.CLUSTER) {
				measured.await("view", (told) -> told.number(0) == count);
			}
			idle(options.number("idle", 0));
			measured.say("threads");
			String threads = measured.await("threads").values().get(0);
			measured.say("measure");
			footprint.add(measured.await("measured"));
			return threads;
		}
	}

	private static void idle(int seconds) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
		for (long rest = end - System.nanoTime(); rest > 0; rest = end - System.nanoTime()) {
			LockSupport.parkNanos(rest);
		}
	}

	static Table table(Jvm jvm, Map<Kind, Footprint> byKind, int rounds, Options options) {
		Table table = new Table("footprint of an idle node, " + rounds + " rounds, Java " + jvm.version(), "process",
				"heap MB", "added", "platform threads", "added", "at peak", "resident MB", "added", "non-heap MB",
				"added");
		Footprint bare = byKind.get(Kind.BARE);
		byKind.forEach((kind, own) -> {
			Footprint base = (bare != null) ? bare : own;
			table.row(kind.label(options), own.heap.median(2), added(own.heap, base.heap, 2), own.threads.median(0),
					added(own.threads, base.threads, 0), own.peakThreads.median(0), own.resident.median(1),
					added(own.resident, base.resident, 1), own.nonHeap.median(1), added(own.nonHeap, base.nonHeap, 1));
		});
		return table;
	}

	private static String added(Samples own, Samples bare, int digits) {
		return Samples.format(own.median() - bare.median(), digits);
	}

	/**
	 * What a process is.
	 */
	enum Kind {

		BARE, ALONE, CLUSTER;

		String label(Options options) {
			return switch (this) {
				case BARE -> "no node";
				case ALONE -> "a node, alone";
				case CLUSTER -> "a node in a cluster of " + options.text("cluster");
			};
		}

	}

	/**
	 * What the rounds measured of one kind of process.
	 */
	static final class Footprint {

		private final Samples heap = new Samples();

		private final Samples threads = new Samples();

		private final Samples peakThreads = new Samples();

		private final Samples resident = new Samples();

		private final Samples nonHeap = new Samples();

		void add(Told measured) {
			this.heap.add(measured.number(0) / MEGABYTE);
			this.threads.add(measured.number(1));
			this.peakThreads.add(measured.number(2));
			this.resident.add(measured.number(3) / MEGABYTE);
			this.nonHeap.add(measured.number(4) / MEGABYTE);
		}

	}

}
