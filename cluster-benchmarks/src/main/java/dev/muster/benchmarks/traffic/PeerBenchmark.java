package dev.muster.benchmarks.traffic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.muster.benchmarks.Benchmark;
import dev.muster.benchmarks.Jvm;
import dev.muster.benchmarks.Options;
import dev.muster.benchmarks.Program;
import dev.muster.benchmarks.Report;
import dev.muster.benchmarks.link.Broker;
import dev.muster.benchmarks.link.Peer;
import dev.muster.benchmarks.link.Traffic;
import dev.muster.test.netns.NetworkNamespaces;
import org.jspecify.annotations.Nullable;

/**
 * Peers side by side, which take turns within each round: what all such measurements
 * share.
 */
abstract class PeerBenchmark implements Benchmark {

	static final String OWN_PEERS = "muster,muster-secret,muster-tls,jgroups-nio2-tuned,jgroups-tcp-tuned";

	/** Declare the options that all have. */
	static Options.Declaration options(String peers, String payloads) {
		return Options.declare()
			.option("peers", peers, "what to measure: " + List.of(Peer.values()).stream().map(Peer::label).toList())
			.option("base", Peer.MUSTER.label(), "the peer that others are compared with, within each round")
			.option("payloads", payloads, "payload sizes in bytes")
			.option("rounds", "3", "how often each peer has its turn")
			.option("warm-up", "20", "seconds to warm up, in each fresh process")
			.option("seconds", "5", "seconds to measure")
			.option("virtual-threads", "false", "whether the bus runs on virtual threads")
			.option("wire", "auto",
					"whether to run all in a network namespace of their own, where bytes can be counted: true, false, "
							+ "or auto for where that is possible (root, iproute2, nftables)")
			.option("jdk", "", "Java home of the processes; that of this one by default")
			.option("jvm", "-Xms512m -Xmx512m", "flags of the processes")
			.option("jfr", "", "a directory for flight recordings of the last round; recording costs some speed")
			.option(Report.JSON, "", "a file for the result as JSON");
	}

	/** Declare the options. */
	abstract Options.Declaration declaration();

	/** Say what is measured. */
	abstract String title(Options options);

	/** Say what the figures mean. */
	abstract String remark();

	/** Return who publishes what. */
	Traffic traffic(Options options) {
		return Traffic.ONE_TO_ALL;
	}

	/** Return the main class of the processes. */
	Class<?> worker() {
		return Worker.class;
	}

	/** Return which peers can do it. */
	Predicate<Peer> able() {
		return (peer) -> true;
	}

	/**
	 * Measure once.
	 * @return the outcome of a row named like the peer, and perhaps of others, whose
	 * names begin so
	 */
	abstract Map<String, Outcome> trial(Team.Plan plan, Options options) throws IOException;

	@Override
	public void run(String... args) throws IOException {
		Options options = declaration().parse(args);
		Report report = new Report();
		measure(options, report);
		report.finish(options);
	}

	final void measure(Options options, Report report) throws IOException {
		List<Peer> peers = new ArrayList<>(available(options, report));
		Jvm jvm = Jvm.current().withHome(options.text("jdk")).withFlags(options.text("jvm").trim().split(" +"));
		int rounds = options.number("rounds", 1);
		Map<Integer, Outcomes> results = new LinkedHashMap<>();
		for (int round = 1; round <= rounds; round++) {
			for (int size : options.numbers("payloads", Payloads.MIN_SIZE)) {
				Outcomes outcomes = results.computeIfAbsent(size, (key) -> new Outcomes(options.text("base")));
				for (Peer peer : peers) {
					Team.Plan plan = new Team.Plan(jvm, worker(), peer, size,
							traffic(options).withWindow(peer.window()),
							Boolean.parseBoolean(options.text("virtual-threads")), options.text("jfr"), List.of());
					for (Map.Entry<String, Outcome> row : tryOnce(plan, options, report).entrySet()) {
						report.progress("round %d of %d, %s, %d B, %s: %s", round, rounds, title(options), size,
								row.getKey(), row.getValue());
						outcomes.add(row.getKey(), round, row.getValue());
					}
				}
			}
			peers.add(peers.remove(0)); // nobody is always the one after the same other
		}
		results.forEach((size, outcomes) -> {
			String title = title(options) + ", " + size + " B, " + rounds + " rounds of " + options.text("seconds")
					+ " s, Java " + jvm.version();
			report.add(outcomes.medians(title));
			report.addData(outcomes.rounds(title));
		});
		report.remark(remark() + " Medians of the rounds; in parentheses the median of the rounds' ratios to "
				+ options.text("base") + ". Where others kept more than 0.2 cores busy, measure again.");
	}

	// One that fails is told and left out: the others' hours are not to be in vain
	private Map<String, Outcome> tryOnce(Team.Plan plan, Options options, Report report) throws IOException {
		try (NetworkNamespaces network = network(options)) {
			return trial((network != null) ? plan.on(network.hosts()) : plan, options);
		}
		catch (IllegalStateException ex) {
			report.progress("%s failed: %s", plan.peer().label(), String.valueOf(ex.getMessage()));
			return Map.of();
		}
	}

	private static @Nullable NetworkNamespaces network(Options options) {
		String wire = options.text("wire");
		boolean wanted = wire.equals("auto") ? "root".equals(System.getProperty("user.name"))
				&& Program.isInstalled("ip") && Program.isInstalled("nft") : Boolean.parseBoolean(wire);
		return wanted ? NetworkNamespaces.create(1) : null;
	}

	private List<Peer> available(Options options, Report report) {
		List<Peer> result = new ArrayList<>();
		for (Peer peer : options.texts("peers").stream().map(Peer::of).toList()) {
			Broker broker = peer.broker();
			if (peer.isForeign() && !Jvm.hasPeers()) {
				report.progress("%s is left out: its classes are those of the Maven profile 'peers'", peer.label());
			}
			else if (broker != null && !Program.isInstalled(broker.program())) {
				report.progress("%s is left out: there is no %s, which Debian has as a package", peer.label(),
						broker.program());
			}
			else if (!able().test(peer)) {
				report.progress("%s is left out: it cannot do that", peer.label());
			}
			else {
				result.add(peer);
			}
		}
		if (result.isEmpty()) {
			throw new IllegalArgumentException("No peer is left");
		}
		return result;
	}

	static long millis(Options options, String option) {
		return options.number(option, 1) * 1000L;
	}

}
