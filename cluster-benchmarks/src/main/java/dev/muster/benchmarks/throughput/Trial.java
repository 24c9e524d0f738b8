package dev.muster.benchmarks.throughput;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.muster.benchmarks.ChildProcess;
import dev.muster.benchmarks.Told;
import dev.muster.benchmarks.Usage;

/**
 * Three fresh processes, of which one publishes as fast as it can, or all do: once to
 * warm up, once to be measured.
 */
final class Trial {

	private static final int MEASURED = 2;

	private final Team team;

	private final Team.Plan plan;

	private Trial(Team team, Team.Plan plan) {
		this.team = team;
		this.plan = plan;
	}

	static Result run(Team.Plan plan, Timing timing) throws IOException {
		try (Team team = Team.form(plan)) {
			Trial trial = new Trial(team, plan);
			trial.phase(1, timing.warmUpMillis());
			Result result = trial.phase(MEASURED, timing.millis());
			team.end();
			return result;
		}
	}

	private Result phase(int number, long millis) {
		this.team.all("arm " + number, "armed");
		long machineCpu = Usage.machineCpu();
		long begun = System.nanoTime();
		List<ChildProcess> publishers = this.team.processes().subList(0, this.plan.publishers());
		publishers.forEach((publisher) -> publisher.say("publish", number, millis));
		List<Long> counts = new ArrayList<>();
		long start = Long.MAX_VALUE;
		for (ChildProcess publisher : publishers) {
			Told published = publisher.await("published");
			counts.add(published.number(0));
			start = Math.min(start, published.number(1));
		}
		String expected = counts.stream().map(String::valueOf).collect(Collectors.joining(" "));
		List<ChildProcess> receivers = this.plan.receivers().stream().map(this.team.processes()::get).toList();
		receivers.forEach((receiver) -> receiver.say("expect", expected));
		double rate = 0;
		long[] problems = new long[Problems.COUNT];
		for (ChildProcess receiver : receivers) {
			Told received = receiver.await("received");
			rate += received.number(0) * 1e9 / (received.number(1) - start) / receivers.size();
			for (int i = 0; i < problems.length; i++) {
				problems[i] += received.number(2 + i);
			}
		}
		double elapsed = System.nanoTime() - begun;
		machineCpu = (machineCpu < 0) ? -1 : Usage.machineCpu() - machineCpu;
		long count = counts.stream().mapToLong((each) -> each).sum();
		return result(count, rate, machineCpu, elapsed,
				new Problems(problems[0], problems[1], problems[2], problems[3]));
	}

	private Result result(long count, double rate, double machineCpu, double elapsed, Problems problems) {
		double publisherCpu = 0;
		double allCpu = 0;
		double allocated = 0;
		this.team.processes().forEach((process) -> process.say("usage"));
		for (int i = 0; i < this.team.processes().size(); i++) {
			Told usage = this.team.processes().get(i).await("usage");
			allCpu += usage.number(0);
			if (i < this.plan.publishers()) {
				publisherCpu += usage.number(0);
				allocated += usage.number(1);
			}
		}
		return new Result(count, rate, publisherCpu / 1e3 / count, allCpu / 1e3 / count, allocated / count,
				(machineCpu < 0) ? Double.NaN : Math.max(0, (machineCpu - allCpu) / elapsed), problems);
	}

	/**
	 * How long.
	 *
	 * @param warmUpMillis how long to warm up
	 * @param millis how long to measure
	 */
	record Timing(long warmUpMillis, long millis) {
	}

	/**
	 * What a trial measured.
	 *
	 * @param published how many messages were published
	 * @param rate messages per second and receiver, from the start to the last arrival
	 * @param publisherCpu CPU seconds of the publishers for a million messages
	 * @param allCpu CPU seconds of the three processes for a million messages
	 * @param allocated bytes that the publishers allocated for a message
	 * @param othersCores how many cores other processes kept busy meanwhile
	 * @param problems what went wrong
	 */
	record Result(long published, double rate, double publisherCpu, double allCpu, double allocated, double othersCores,
			Problems problems) {
	}

	/**
	 * What went wrong, at all receivers together.
	 *
	 * @param lost messages that did not arrive
	 * @param duplicated messages that arrived again
	 * @param reordered messages that arrived after a later one
	 * @param corrupted messages that are not what was sent
	 */
	record Problems(long lost, long duplicated, long reordered, long corrupted) {

		static final int COUNT = 4;

		Problems plus(Problems other) {
			return new Problems(this.lost + other.lost, this.duplicated + other.duplicated,
					this.reordered + other.reordered, this.corrupted + other.corrupted);
		}

		@Override
		public String toString() {
			return this.lost + " / " + this.duplicated + " / " + this.reordered + " / " + this.corrupted;
		}

	}

}
