package dev.muster.benchmarks.traffic;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.muster.benchmarks.ChildProcess;
import dev.muster.benchmarks.Told;
import dev.muster.test.netns.NetworkNamespaces;
import org.jspecify.annotations.Nullable;

/**
 * Three fresh processes, of which one publishes at a fixed rate: to warm up, to be
 * measured, and perhaps once more while the last is cut off.
 */
final class LatencyTrial {

	private static final double NANOS_PER_MICRO = 1e3;

	private static final int P99 = 2;

	private final Team team;

	private final int perSecond;

	private final @Nullable NetworkNamespaces network;

	private LatencyTrial(Team team, int perSecond, @Nullable NetworkNamespaces network) {
		this.team = team;
		this.perSecond = perSecond;
		this.network = network;
	}

	/**
	 * Measure.
	 * @param network where each process has a host of its own, for the third to be cut
	 * off in a second phase; null for no second phase
	 * @return the outcome, and that of the second phase if there was one
	 */
	static List<Outcome> run(Team.Plan plan, int perSecond, long warmUpMillis, long millis,
			@Nullable NetworkNamespaces network) throws IOException {
		try (Team team = Team.form(plan)) {
			LatencyTrial trial = new LatencyTrial(team, perSecond, network);
			List<ChildProcess> receivers = team.processes().subList(1, team.processes().size());
			trial.phase(1, warmUpMillis, receivers, false);
			Outcome whole = trial.phase(2, millis, receivers, false);
			if (network == null) {
				team.end();
				return List.of(whole);
			}
			return List.of(whole, trial.phase(3, millis, receivers.subList(0, 1), true));
		}
	}

	private Outcome phase(int number, long millis, List<ChildProcess> receivers, boolean cut) {
		this.team.all("time " + number, "armed");
		ChildProcess publisher = this.team.processes().get(0);
		Meter meter = Meter.start(this.team);
		long begun = System.nanoTime();
		publisher.say("pace", number, this.perSecond);
		publisher.await("pacing");
		if (cut && this.network != null) {
			this.network.cut(this.network.hosts().subList(0, 2), this.network.hosts().subList(2, 3));
		}
		long end = begun + TimeUnit.MILLISECONDS.toNanos(millis);
		for (long rest = end - System.nanoTime(); rest > 0; rest = end - System.nanoTime()) {
			LockSupport.parkNanos(rest);
		}
		if (cut) {
			// Else it was not measured what happens when it is excluded
			publisher.say("members", 2);
			publisher.await("members");
		}
		publisher.say("rest");
		long count = publisher.await("published").number(0);
		Told slower = null;
		Problems problems = Problems.NONE;
		for (ChildProcess receiver : receivers) {
			receiver.say("expect", count);
			Told received = receiver.await("received");
			problems = problems
				.plus(new Problems(received.number(2), received.number(3), received.number(4), received.number(5)));
			receiver.say("latencies");
			Told latencies = receiver.await("latencies");
			slower = (slower == null || latencies.number(P99) > slower.number(P99)) ? latencies : slower;
		}
		Map<Figure, Double> figures = new EnumMap<>(Figure.class);
		percentiles(figures, Objects.requireNonNull(slower));
		meter.stop(figures, 1, count, count * receivers.size());
		return new Outcome(figures, problems);
	}

	/**
	 * Add what a worker told of latencies.
	 */
	static void percentiles(Map<Figure, Double> figures, Told latencies) {
		figures.put(Figure.P50, latencies.number(1) / NANOS_PER_MICRO);
		figures.put(Figure.P99, latencies.number(P99) / NANOS_PER_MICRO);
		figures.put(Figure.P999, latencies.number(3) / NANOS_PER_MICRO);
		figures.put(Figure.MAX, latencies.number(4) / NANOS_PER_MICRO);
	}

}
