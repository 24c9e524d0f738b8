package dev.muster.benchmarks.traffic;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.muster.benchmarks.Options;
import dev.muster.benchmarks.link.Setup;
import dev.muster.test.netns.NetworkNamespaces;

/**
 * How long a message takes to two receivers at a fixed rate; and, if asked for, to one of
 * them while the other is cut off.
 */
public final class LatencyBenchmark extends PeerBenchmark {

	@Override
	Options.Declaration declaration() {
		return options(OWN_PEERS, "100").option("rate", "1000", "messages per second")
			.option("cut", "false",
					"whether the third process is cut off for a second phase, until it is excluded and beyond; "
							+ "of muster's peers only, needs root, iproute2 and nftables");
	}

	@Override
	String title(Options options) {
		return "latency, 1 publisher to 2 receivers, " + options.text("rate") + "/s";
	}

	@Override
	String remark() {
		return "From when a message was due to when the receiver has it, at the slower receiver. Percentiles of one "
				+ "round are of all its messages.";
	}

	@Override
	Map<String, Outcome> trial(Team.Plan plan, Options options) throws IOException {
		int rate = options.number("rate", 1);
		long warmUp = millis(options, "warm-up");
		long millis = millis(options, "seconds");
		Map<String, Outcome> rows = new LinkedHashMap<>();
		if (!Boolean.parseBoolean(options.text("cut"))) {
			rows.put(plan.peer().label(), LatencyTrial.run(plan, rate, warmUp, millis, null).get(0));
			return rows;
		}
		try (NetworkNamespaces network = NetworkNamespaces.create(Setup.PROCESSES)) {
			List<Outcome> outcomes = LatencyTrial.run(plan.on(network.hosts()), rate, warmUp, millis, network);
			rows.put(plan.peer().label(), outcomes.get(0));
			rows.put(plan.peer().label() + ", third cut off", outcomes.get(1));
		}
		return rows;
	}

}
