package dev.muster.benchmarks.throughput;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import dev.muster.benchmarks.ChildProcess;
import dev.muster.benchmarks.Jvm;
import dev.muster.benchmarks.Scratch;
import dev.muster.benchmarks.Told;
import dev.muster.benchmarks.Usage;

/**
 * Three fresh processes, one of which publishes as fast as it can: once to warm up, once
 * to be measured.
 */
final class Trial {

	private static final int MEASURED = 2;

	private final List<ChildProcess> processes;

	private Trial(List<ChildProcess> processes) {
		this.processes = processes;
	}

	static Result run(Jvm jvm, Peer peer, int size, Timing timing, boolean virtualThreads, String flights)
			throws IOException {
		try (Scratch scratch = new Scratch()) {
			for (int i = 0; i < ThroughputBenchmark.PROCESSES; i++) {
				String name = (i == 0) ? ThroughputWorker.PUBLISHER : "receiver" + i;
				scratch
					.add(recording(jvm, flights, peer.label() + "-" + size + "-" + name).startWorker(
							ThroughputWorker.class, peer.label(), scratch.cluster(), name,
							scratch.directory().toString(), String.valueOf(size), String.valueOf(virtualThreads)))
					.await("started");
			}
			Trial trial = new Trial(scratch.processes());
			trial.all("form", "formed");
			trial.phase(1, timing.warmUpMillis());
			Result result = trial.phase(MEASURED, timing.millis());
			trial.end();
			return result;
		}
	}

	private static Jvm recording(Jvm jvm, String flights, String name) {
		return flights.isEmpty() ? jvm : jvm
			.withFlags("-XX:StartFlightRecording=settings=profile,filename=" + Path.of(flights, name + ".jfr"));
	}

	private void all(String order, String answer) {
		this.processes.forEach((process) -> process.say(order));
		this.processes.forEach((process) -> process.await(answer));
	}

	// In peace, for a flight recording is written at the end
	private void end() {
		this.processes.forEach((process) -> process.say("stop"));
		this.processes.forEach(ChildProcess::awaitEnd);
	}

	private Result phase(int number, long millis) {
		all("arm " + number, "armed");
		long machineCpu = Usage.machineCpu();
		long begun = System.nanoTime();
		ChildProcess publisher = this.processes.get(0);
		publisher.say("publish", number, millis);
		Told published = publisher.await("published");
		long count = published.number(0);
		long start = published.number(1);
		List<ChildProcess> receivers = this.processes.subList(1, this.processes.size());
		receivers.forEach((receiver) -> receiver.say("expect", count));
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
		double allCpu = 0;
		this.processes.forEach((process) -> process.say("usage"));
		Told own = publisher.await("usage");
		allCpu += own.number(0);
		for (ChildProcess receiver : receivers) {
			allCpu += receiver.await("usage").number(0);
		}
		return new Result(count, rate, own.number(0) / 1e3 / count, allCpu / 1e3 / count,
				(double) own.number(1) / count,
				(machineCpu < 0) ? Double.NaN : Math.max(0, (machineCpu - allCpu) / elapsed),
				new Problems(problems[0], problems[1], problems[2], problems[3]));
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
	 * @param publisherCpu CPU seconds of the publisher for a million messages
	 * @param allCpu CPU seconds of the three processes for a million messages
	 * @param allocated bytes that the publisher allocated for a message
	 * @param othersCores how many cores other processes kept busy meanwhile
	 * @param problems what went wrong
	 */
	record Result(long published, double rate, double publisherCpu, double allCpu, double allocated, double othersCores,
			Problems problems) {
	}

	/**
	 * What went wrong, at both receivers together.
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
