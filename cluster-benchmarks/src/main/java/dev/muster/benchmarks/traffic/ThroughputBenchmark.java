package dev.muster.benchmarks.traffic;

import java.io.IOException;
import java.util.Map;

import dev.muster.benchmarks.Options;
import dev.muster.benchmarks.link.Setup;
import dev.muster.benchmarks.link.Traffic;

/**
 * Three processes on loopback, of which one publishes to the two others, or each to all
 * others.
 */
public final class ThroughputBenchmark extends PeerBenchmark {

	@Override
	Options.Declaration declaration() {
		return options(OWN_PEERS, "100,1024").option("publishers", "1", "1, or 3 for all to all");
	}

	@Override
	String title(Options options) {
		int publishers = options.number("publishers", 1);
		return "throughput, " + ((publishers == 1) ? "1 publisher to 2 receivers"
				: publishers + " of " + Setup.PROCESSES + " publish to all others");
	}

	@Override
	String remark() {
		return "Delivered is per receiver. CPU and allocation are for what one message costs until both receivers have "
				+ "it.";
	}

	@Override
	Traffic traffic(Options options) {
		return new Traffic(options.number("publishers", 1), 1, 0);
	}

	@Override
	Map<String, Outcome> trial(Team.Plan plan, Options options) throws IOException {
		return Map.of(plan.peer().label(),
				ThroughputTrial.run(plan, millis(options, "warm-up"), millis(options, "seconds")));
	}

}
