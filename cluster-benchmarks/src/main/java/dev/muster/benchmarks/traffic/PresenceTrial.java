package dev.muster.benchmarks.traffic;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import dev.muster.benchmarks.ChildProcess;
import dev.muster.benchmarks.Told;
import dev.muster.benchmarks.link.Setup;

/**
 * Three fresh processes, of which the first makes entries: at a fixed rate, to warm up
 * and to see how long one takes, then many at once.
 */
final class PresenceTrial {

	private static final Duration PATIENCE = Duration.ofMinutes(10);

	private static final int BULK = 3;

	private final Team team;

	private final ChildProcess first;

	private final ChildProcess last;

	private Problems problems = Problems.NONE;

	private PresenceTrial(Team team) {
		this.team = team;
		this.first = team.processes().get(0);
		this.last = team.processes().get(Setup.PROCESSES - 1);
	}

	static Outcome run(Team.Plan plan, int perSecond, long warmUpMillis, long millis, long entries) throws IOException {
		try (Team team = Team.form(plan)) {
			PresenceTrial trial = new PresenceTrial(team);
			Map<Figure, Double> figures = new EnumMap<>(Figure.class);
			trial.phase(1, warmUpMillis * perSecond / 1000, perSecond);
			trial.phase(2, millis * perSecond / 1000, perSecond);
			trial.last.say("latencies");
			LatencyTrial.percentiles(figures, trial.last.await("latencies"));
			long heapFirst = heap(trial.first);
			long heapLast = heap(trial.last);
			Meter meter = Meter.start(team);
			figures.put(Figure.VISIBLE, trial.phase(BULK, entries, 0));
			meter.stop(figures, 1, entries, entries);
			figures.put(Figure.HEAP_OWNER, (heap(trial.first) - heapFirst) / (double) entries);
			figures.put(Figure.HEAP_REPLICA, (heap(trial.last) - heapLast) / (double) entries);
			team.end();
			return new Outcome(figures, trial.problems);
		}
	}

	/** Return after how many milliseconds the third process had all. */
	private double phase(int number, long count, int perSecond) {
		this.team.all("arm " + number, "armed");
		this.first.say("track", number, count, perSecond);
		this.last.say("expect", number, count);
		Told tracked = this.first.await("tracked", (line) -> true, PATIENCE);
		Told received = this.last.await("received", (line) -> true, PATIENCE);
		if (received.number(0) != count) {
			throw new IllegalStateException("Of " + count + " entries " + received.number(0) + " can be read, "
					+ received.number(2) + " were not told");
		}
		this.problems = this.problems
			.plus(new Problems(received.number(2), received.number(3), received.number(4), received.number(5)));
		return (received.number(1) - tracked.number(1)) / 1e6;
	}

	private static long heap(ChildProcess process) {
		process.say("heap");
		return process.await("heap").number(0);
	}

}
