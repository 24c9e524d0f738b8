package dev.muster.benchmarks.traffic;

import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;

import dev.muster.benchmarks.Options;
import dev.muster.benchmarks.link.Peer;

/**
 * One process asks another: as much as it can with a number of requests open, and at a
 * fixed rate.
 */
public final class RequestsBenchmark extends PeerBenchmark {

	@Override
	Options.Declaration declaration() {
		return options(OWN_PEERS, "100").option("open", "64", "how many requests are open, for throughput")
			.option("rate", "1000", "requests per second, for latency");
	}

	@Override
	String title(Options options) {
		return "requests, " + options.text("open") + " open, then " + options.text("rate") + "/s";
	}

	@Override
	String remark() {
		return "Replies, CPU and allocation are with many requests open; percentiles are of the fixed rate, from when "
				+ "a request was due to when the reply is there. A request that failed counts as lost.";
	}

	@Override
	Predicate<Peer> able() {
		return Peer::isAnswering;
	}

	@Override
	Map<String, Outcome> trial(Team.Plan plan, Options options) throws IOException {
		return Map.of(plan.peer().label(), RequestTrial.run(plan, options.number("open", 1), options.number("rate", 1),
				millis(options, "warm-up"), millis(options, "seconds")));
	}

}
