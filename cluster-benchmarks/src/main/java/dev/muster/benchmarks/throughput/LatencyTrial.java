package dev.muster.benchmarks.throughput;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.muster.benchmarks.ChildProcess;
import dev.muster.benchmarks.Told;
import dev.muster.benchmarks.Usage;
import dev.muster.test.netns.NetworkNamespaces;
import org.jspecify.annotations.Nullable;

/**
 * Three fresh processes, of which one publishes at a fixed rate: to warm up, to be
 * measured, and perhaps once more while the last is cut off.
 */
final class LatencyTrial {

	private static final double NANOS_PER_MICRO = 1e3;

	private final Team team;

	private final LatencyBenchmark.Pace pace;

	private final @Nullable NetworkNamespaces network;

	private LatencyTrial(Team team, LatencyBenchmark.Pace pace, @Nullable NetworkNamespaces network) {
		this.team = team;
		this.pace = pace;
		this.network = network;
	}

	static Result run(Team.Plan plan, LatencyBenchmark.Pace pace, @Nullable NetworkNamespaces network)
			throws IOException {
		try (Team team = Team.form(plan)) {
			LatencyTrial trial = new LatencyTrial(team, pace, network);
			List<ChildProcess> receivers = team.processes().subList(1, team.processes().size());
			trial.phase(1, pace.warmUpMillis(), receivers, false);
			Phase whole = trial.phase(2, pace.millis(), receivers, false);
			if (network == null) {
				team.end();
				return new Result(whole, List.of());
			}
			return new Result(whole, List.of(trial.phase(3, pace.millis(), receivers.subList(0, 1), true)));
		}
	}

	private Phase phase(int number, long millis, List<ChildProcess> receivers, boolean cut) {
		this.team.all("time " + number, "armed");
		ChildProcess publisher = this.team.processes().get(0);
		long machineCpu = Usage.machineCpu();
		long begun = System.nanoTime();
		publisher.say("pace", number, this.pace.perSecond());
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
		double elapsed = System.nanoTime() - begun;
		machineCpu = (machineCpu < 0) ? -1 : Usage.machineCpu() - machineCpu;
		Phase worst = new Phase(0, 0, 0, 0, 0, 0);
		for (ChildProcess receiver : receivers) {
			receiver.say("expect", count);
			Told received = receiver.await("received");
			receiver.say("latencies");
			Told latencies = receiver.await("latencies");
			Phase phase = new Phase(micros(latencies, 1), micros(latencies, 2), micros(latencies, 3),
					micros(latencies, 4), received.number(2), 0);
			worst = (phase.p99() > worst.p99()) ? phase : worst;
		}
		double own = 0;
		for (ChildProcess process : this.team.processes()) {
			process.say("usage");
			own += process.await("usage").number(0);
		}
		return worst.with((machineCpu < 0) ? Double.NaN : Math.max(0, (machineCpu - own) / elapsed));
	}

	private static double micros(Told told, int index) {
		return told.number(index) / NANOS_PER_MICRO;
	}

	/**
	 * What a trial measured.
	 *
	 * @param whole while all are there
	 * @param cut while the third is cut off, if it was
	 */
	record Result(Phase whole, List<Phase> cut) {

		@Override
		public String toString() {
			return this.whole + (this.cut.isEmpty() ? "" : ", with the third cut off " + this.cut.get(0));
		}

	}

	/**
	 * What was measured, in microseconds.
	 *
	 * @param p50 median
	 * @param p99 99th percentile
	 * @param p999 99.9th percentile
	 * @param max the longest
	 * @param lost messages that did not arrive
	 * @param othersCores how many cores other processes kept busy meanwhile
	 */
	record Phase(double p50, double p99, double p999, double max, long lost, double othersCores) {

		private Phase with(double cores) {
			return new Phase(this.p50, this.p99, this.p999, this.max, this.lost, cores);
		}

		@Override
		public String toString() {
			return String.format("p50 %.0f us, p99 %.0f us, p99.9 %.0f us, max %.0f us, lost %d, others' cores %.2f",
					this.p50, this.p99, this.p999, this.max, this.lost, this.othersCores);
		}

	}

}
