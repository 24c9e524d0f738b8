package dev.muster.benchmarks.traffic;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import dev.muster.benchmarks.ChildProcess;
import dev.muster.benchmarks.Jvm;
import dev.muster.benchmarks.Program;
import dev.muster.benchmarks.Scratch;
import dev.muster.benchmarks.link.Broker;
import dev.muster.benchmarks.link.Peer;
import dev.muster.benchmarks.link.Setup;
import dev.muster.benchmarks.link.Traffic;
import dev.muster.test.netns.NamespaceHost;
import org.jspecify.annotations.Nullable;

/**
 * The fresh processes of one trial, which have found one another and hear one another on
 * all topics; and the broker that they need.
 */
final class Team implements AutoCloseable {

	private static final int ATTEMPTS = 4;

	/** Of three processes; topics take their time, too. */
	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration PATIENCE_PER_TOPIC = Duration.ofMillis(10);

	private static final long BETWEEN_PROBES = TimeUnit.MILLISECONDS.toNanos(100);

	private final Scratch scratch;

	private final List<ChildProcess> processes = new ArrayList<>();

	private final Plan plan;

	private final Duration patience;

	private @Nullable ChildProcess broker;

	private long readyMillis;

	private Team(Plan plan) throws IOException {
		this.plan = plan;
		this.scratch = new Scratch();
		this.patience = PATIENCE.plus(PATIENCE_PER_TOPIC.multipliedBy(plan.traffic().topics()));
	}

	/**
	 * Start processes and wait until each hears the others. Raw JGroups sometimes takes
	 * minutes for it, then others are started.
	 */
	static Team form(Plan plan) throws IOException {
		for (int attempt = 1;; attempt++) {
			Team team = new Team(plan);
			try {
				team.start();
				return team;
			}
			catch (IllegalStateException ex) {
				team.close();
				if (attempt == ATTEMPTS) {
					throw ex;
				}
				System.err.println(plan.peer().label() + " did not form in " + team.patience.toSeconds()
						+ " seconds, once more with fresh processes");
			}
		}
	}

	private void start() throws IOException {
		List<Integer> ports = freePorts(Setup.PROCESSES + 1);
		startBroker(ports.get(Setup.PROCESSES));
		String listed = ports.stream().map(String::valueOf).collect(Collectors.joining(","));
		Traffic traffic = this.plan.traffic();
		long begun = System.nanoTime();
		for (int i = 0; i < Setup.PROCESSES; i++) {
			ChildProcess process = this.scratch.add(this.plan.jvm(i)
				.startWorker(this.plan.worker(), this.plan.peer().label(), this.scratch.cluster(), String.valueOf(i),
						this.scratch.directory().toString(), this.plan.address(i), listed,
						String.valueOf(this.plan.virtualThreads()), String.valueOf(this.plan.size()),
						String.valueOf(traffic.publishers()), String.valueOf(traffic.topics()),
						String.valueOf(this.plan.peer().window())));
			this.processes.add(process);
			process.await("started", (line) -> true, this.patience);
			begun = (i == 0) ? System.nanoTime() : begun;
		}
		this.processes.forEach((process) -> process.say("form"));
		this.processes.forEach((process) -> process.await("formed", (line) -> true, this.patience));
		probe();
		this.readyMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
	}

	private void startBroker(int port) throws IOException {
		Broker needed = this.plan.peer().broker();
		if (needed != null) {
			List<String> command = new ArrayList<>(this.plan.launcher(0));
			command.add(Program.path(needed.program()));
			command.addAll(needed.arguments(port));
			this.broker = this.scratch.add(ChildProcess.of(needed.program(), command));
		}
	}

	// Bound once and let go: whoever takes one meanwhile makes the attempt fail
	private static List<Integer> freePorts(int count) throws IOException {
		List<ServerSocket> sockets = new ArrayList<>();
		try {
			for (int i = 0; i < count; i++) {
				sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
			}
			return sockets.stream().map(ServerSocket::getLocalPort).toList();
		}
		finally {
			for (ServerSocket socket : sockets) {
				socket.close();
			}
		}
	}

	/**
	 * Who says that it is ready need not be: send something on each topic until all have
	 * it.
	 */
	private void probe() {
		long deadline = System.nanoTime() + this.patience.toNanos();
		while (true) {
			for (ChildProcess publisher : this.processes.subList(0, this.plan.traffic().publishers())) {
				publisher.say("probe");
				publisher.await("probed", (line) -> true, this.patience);
			}
			LockSupport.parkNanos(BETWEEN_PROBES);
			long silent = 0;
			for (ChildProcess process : this.processes) {
				process.say("silent");
				silent += process.await("silent").number(0);
			}
			if (silent == 0) {
				return;
			}
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException(silent + " topics are not heard");
			}
		}
	}

	List<ChildProcess> processes() {
		return this.processes;
	}

	/** Return from when the first process had started until each topic was heard. */
	long readyMillis() {
		return this.readyMillis;
	}

	boolean isOnOwnNetwork() {
		return this.plan.hosts().size() == 1;
	}

	/** Return the CPU time of the broker, in nanoseconds. */
	long brokerCpu() {
		return (this.broker != null) ? this.broker.cpu() : 0;
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
	 * @param worker their main class
	 * @param peer what they talk by
	 * @param size size of a payload, in bytes
	 * @param traffic who publishes what
	 * @param virtualThreads whether to use virtual threads where the bus has a choice
	 * @param flights a directory for flight recordings, or empty
	 * @param hosts where each of them runs, or where all do; on this one if empty
	 */
	record Plan(Jvm jvm, Class<?> worker, Peer peer, int size, Traffic traffic, boolean virtualThreads, String flights,
			List<NamespaceHost> hosts) {

		Plan {
			hosts = List.copyOf(hosts);
		}

		Plan on(List<NamespaceHost> others) {
			return new Plan(this.jvm, this.worker, this.peer, this.size, this.traffic, this.virtualThreads,
					this.flights, others);
		}

		private List<String> launcher(int index) {
			return this.hosts.isEmpty() ? List.of() : this.hosts.get(Math.min(index, this.hosts.size() - 1)).launcher();
		}

		private Jvm jvm(int index) {
			Jvm own = (this.peer.isForeign() ? this.jvm.withPeers() : this.jvm).withLauncher(launcher(index));
			return this.flights.isEmpty() ? own : own.withFlags("-XX:StartFlightRecording=settings=profile,filename="
					+ Path.of(this.flights, this.peer.label() + "-" + this.size + "-" + index + ".jfr"));
		}

		private String address(int index) {
			return (this.hosts.size() < Setup.PROCESSES) ? "127.0.0.1" : this.hosts.get(index).address();
		}

	}

}
