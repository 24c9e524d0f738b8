package dev.muster.benchmarks.traffic;

import java.io.IOException;
import java.util.Map;

import dev.muster.benchmarks.Options;
import dev.muster.benchmarks.link.Traffic;

/**
 * One process publishes to many topics in turn, each of which has one subscriber, in one
 * of the two others.
 */
public final class TopicsBenchmark extends PeerBenchmark {

	@Override
	Options.Declaration declaration() {
		return options(OWN_PEERS, "100").option("topics", "10000", "how many topics");
	}

	@Override
	String title(Options options) {
		return options.text("topics") + " topics with 1 subscriber each";
	}

	@Override
	String remark() {
		return "Delivered is at both receivers together. Wire messages are counted by the sender; a delivery needs 1. "
				+ "Ready is from when the first process had started until each topic was heard.";
	}

	@Override
	Traffic traffic(Options options) {
		return new Traffic(1, options.number("topics", 2), 0);
	}

	@Override
	Map<String, Outcome> trial(Team.Plan plan, Options options) throws IOException {
		return Map.of(plan.peer().label(),
				ThroughputTrial.run(plan, millis(options, "warm-up"), millis(options, "seconds")));
	}

}
