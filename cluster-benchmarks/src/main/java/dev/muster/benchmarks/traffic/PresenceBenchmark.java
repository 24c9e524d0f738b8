package dev.muster.benchmarks.traffic;

import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;

import dev.muster.benchmarks.Options;
import dev.muster.benchmarks.link.Peer;

/**
 * How long until one who joins is seen elsewhere, alone and among many, and what it
 * costs.
 */
public final class PresenceBenchmark extends PeerBenchmark {

	@Override
	Options.Declaration declaration() {
		return options("muster,pekko", "50").option("rate", "5000", "joins per second, for latency")
			.option("entries", "100000", "how many join at once");
	}

	@Override
	Class<?> worker() {
		return PresenceWorker.class;
	}

	@Override
	String title(Options options) {
		return "presence, " + options.text("rate") + " joins/s, then " + options.text("entries") + " at once";
	}

	@Override
	String remark() {
		return "Percentiles are of joins at the fixed rate, from when one was due to when the third process was told. "
				+ "Visible, CPU, allocation and wire (to both others) are of those at once. Heap is used after a "
				+ "collection, per entry.";
	}

	@Override
	Predicate<Peer> able() {
		return Peer::hasPresence;
	}

	@Override
	Map<String, Outcome> trial(Team.Plan plan, Options options) throws IOException {
		return Map.of(plan.peer().label(), PresenceTrial.run(plan, options.number("rate", 1),
				millis(options, "warm-up"), millis(options, "seconds"), options.number("entries", 1)));
	}

}
