package dev.muster.benchmarks.throughput;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import dev.muster.benchmarks.ChildProcess;
import dev.muster.benchmarks.Jvm;
import dev.muster.benchmarks.Scratch;
import dev.muster.test.netns.NamespaceHost;

/**
 * The fresh processes of one trial, which have found one another.
 */
final class Team implements AutoCloseable {

	private static final int ATTEMPTS = 4;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final Scratch scratch;

	private final List<ChildProcess> processes;

	private Team(Scratch scratch) {
		this.scratch = scratch;
		this.processes = scratch.processes();
	}

	/**
	 * Start processes and wait until each knows the others. Raw JGroups sometimes takes
	 * minutes for it, then others are started.
	 */
	static Team form(Plan plan) throws IOException {
		for (int attempt = 1;; attempt++) {
			Team team = new Team(new Scratch());
			try {
				team.start(plan);
				return team;
			}
			catch (IllegalStateException ex) {
				team.close();
				if (attempt == ATTEMPTS) {
					throw ex;
				}
				System.err.println(plan.peer().label() + " did not form in " + PATIENCE.toSeconds()
						+ " seconds, once more with fresh processes");
			}
		}
	}

	private void start(Plan plan) {
		for (int i = 0; i < ThroughputBenchmark.PROCESSES; i++) {
			this.scratch
				.add(plan.jvm(i)
					.startWorker(ThroughputWorker.class, plan.peer().label(), this.scratch.cluster(), String.valueOf(i),
							this.scratch.directory().toString(), String.valueOf(plan.size()),
							String.valueOf(plan.virtualThreads()), plan.address(i), String.valueOf(plan.publishers())))
				.await("started", (line) -> true, PATIENCE);
		}
		this.processes.forEach((process) -> process.say("form"));
		this.processes.forEach((process) -> process.await("formed", (line) -> true, PATIENCE));
	}

	List<ChildProcess> processes() {
		return this.processes;
	}

	void all(String order, String answer) {
		this.processes.forEach((process) -> process.say(order));
		this.processes.forEach((process) -> process.await(answer));
	}

	/** End in peace, for a flight recording is written at the end. */
	void end() {
		this.processes.forEach((process) -> process.say("stop"));
		this.processes.forEach(ChildProcess::awaitEnd);
	}

	@Override
	public void close() throws IOException {
		this.scratch.close();
	}

	/**
	 * What the processes are to be.
	 *
	 * @param jvm starts them
	 * @param peer what they talk by
	 * @param size size of a payload, in bytes
	 * @param publishers how many of them publish: the first ones
	 * @param virtualThreads whether to use virtual threads where the bus has a choice
	 * @param flights a directory for flight recordings, or empty
	 * @param hosts where each of them runs; on loopback if empty
	 */
	record Plan(Jvm jvm, Peer peer, int size, int publishers, boolean virtualThreads, String flights,
			List<NamespaceHost> hosts) {

		Plan {
			hosts = List.copyOf(hosts);
		}

		Plan on(List<NamespaceHost> others) {
			return new Plan(this.jvm, this.peer, this.size, this.publishers, this.virtualThreads, this.flights, others);
		}

		private Jvm jvm(int index) {
			Jvm own = this.hosts.isEmpty() ? this.jvm : this.jvm.withLauncher(this.hosts.get(index).launcher());
			return this.flights.isEmpty() ? own : own.withFlags("-XX:StartFlightRecording=settings=profile,filename="
					+ Path.of(this.flights, this.peer.label() + "-" + this.size + "-" + index + ".jfr"));
		}

		private String address(int index) {
			return this.hosts.isEmpty() ? "127.0.0.1" : this.hosts.get(index).address();
		}

		/** Return the places of those that receive. */
		List<Integer> receivers() {
			return IntStream.range((this.publishers == 1) ? 1 : 0, ThroughputBenchmark.PROCESSES).boxed().toList();
		}

	}

}
