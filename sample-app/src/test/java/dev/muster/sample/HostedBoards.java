package dev.muster.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.muster.sample.VisitorsJournal.View;
import dev.muster.test.netns.NamespaceHost;
import dev.muster.test.netns.NetworkNamespaces;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The sample's executable jar on hosts of their own, and visitors of all on one more. The
 * nodes are told how to find one another and nothing more: each finds out its address,
 * and takes the ports that it takes by default, which are free on a host of its own.
 */
final class HostedBoards implements AutoCloseable {

	/** The nodes' names. Each is also the name of the room for what is posted there. */
	static final List<String> NAMES = List.of("a", "b", "c");

	private static final Path JAR = Path.of(System.getProperty("sample.jar", "sample.jar")).toAbsolutePath();

	private static final int HTTP_PORT = 8080;

	private static final Duration DEADLINE = Duration.ofSeconds(90);

	private static final int LOG_LINES = 30;

	private final VisitorsJournal journal = new VisitorsJournal();

	private final Map<String, Integer> starts = new TreeMap<>();

	private final Map<String, Node> running = new TreeMap<>();

	private final List<String> names;

	private final List<String> discovery;

	private final Path logs;

	private final NetworkNamespaces network;

	private final Process visitors;

	/**
	 * Create the hosts and start all at the same time.
	 * @param strategy how the nodes find one another
	 * @param logs a folder for the logs
	 */
	HostedBoards(String strategy, Path logs) {
		this(NAMES, NAMES.size(), (hosts) -> discovery(strategy, hosts), logs);
	}

	/**
	 * Create the hosts and start nodes on the first ones at the same time.
	 * @param names the names of the nodes
	 * @param hosts how many hosts, also for something else
	 * @param discovery how the nodes find one another, as arguments; made before they
	 * start
	 * @param logs a folder for the logs
	 */
	HostedBoards(List<String> names, int hosts, Function<List<NamespaceHost>, List<String>> discovery, Path logs) {
		this.names = names;
		this.logs = logs;
		this.network = NetworkNamespaces.create(hosts);
		try {
			if (!Files.isRegularFile(JAR)) {
				throw new IllegalStateException("There is no file " + JAR
						+ ": the system property 'sample.jar' must name the executable jar, as in 'mvn verify'");
			}
			this.discovery = discovery.apply(this.network.hosts());
			this.visitors = startVisitors();
			names.forEach(this::start);
		}
		catch (Throwable ex) {
			this.network.close();
			throw ex;
		}
	}

	private static List<String> discovery(String strategy, List<NamespaceHost> hosts) {
		List<String> arguments = new ArrayList<>(List.of("--muster.topologies.lan.strategy=" + strategy));
		if (strategy.equals("static")) {
			arguments.add("--muster.topologies.lan.static.addresses="
					+ hosts.stream().map(NamespaceHost::address).collect(Collectors.joining(",")));
		}
		return arguments;
	}

	private Process startVisitors() {
		Process process = java("visitors", this.network.observer(), false,
				List.of("-cp", System.getProperty("java.class.path"), BoardVisitors.class.getName()));
		Thread reader = new Thread(() -> {
			try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
				lines.lines().forEach(this.journal::add);
			}
			catch (IOException | UncheckedIOException ex) {
				this.journal.add("ended " + ex);
			}
		}, "visitors");
		reader.setDaemon(true);
		reader.start();
		return process;
	}

	private Process java(String log, NamespaceHost host, boolean logOutput, List<String> arguments) {
		List<String> command = host.command(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx128m",
				"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command);
		if (logOutput) {
			builder.redirectOutput(log(log).toFile()).redirectErrorStream(true);
		}
		else {
			builder.redirectError(log(log).toFile());
		}
		try {
			return builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path log(String name) {
		return this.logs.resolve(name + ".log");
	}

	/** Start a node, again if it died, and let visitors look at all rooms there. */
	Node start(String name) {
		String id = name + this.starts.merge(name, 1, Integer::sum);
		NamespaceHost host = this.network.hosts().get(this.names.indexOf(name));
		List<String> arguments = new ArrayList<>(List.of("-jar", JAR.toString(), "--spring.main.banner-mode=off",
				"--server.port=" + HTTP_PORT, "--muster.node-name=" + name));
		arguments.addAll(this.discovery);
		Node node = new Node(id, name, host.address(), java(id, host, true, arguments));
		this.running.put(name, node);
		say("visit " + id + " " + node.url() + " " + String.join(",", this.names));
		return node;
	}

	/**
	 * As kill -9.
	 * @return when, in terms of {@link System#nanoTime()}
	 */
	long kill(String name) {
		Node node = this.running.remove(name);
		if (node == null) {
			throw new IllegalArgumentException(name);
		}
		long now = System.nanoTime();
		node.process().destroyForcibly();
		return now;
	}

	/** Keep posting messages on a node. */
	void post(Node node) {
		say("post " + node.id() + " " + node.url() + " " + node.name());
	}

	/** Post no more, and wait until all is posted. */
	void quiet() {
		say("quiet");
		await("end of the posts", () -> this.journal.others().stream().anyMatch((line) -> line.endsWith(" quiet")));
	}

	private void say(String command) {
		try {
			this.visitors.outputWriter(StandardCharsets.UTF_8).append(command).append('\n').flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Return the nodes that were not killed. */
	List<Node> running() {
		return List.copyOf(this.running.values());
	}

	VisitorsJournal journal() {
		return this.journal;
	}

	/**
	 * Wait until all running nodes have one view of just themselves.
	 * @return when the last one showed it, in terms of {@link System#nanoTime()}
	 */
	long awaitOneView() {
		List<String> names = List.copyOf(this.running.keySet());
		await("one view of " + names, () -> this.running.values().stream().allMatch((node) -> {
			View view = this.journal.view(node.id());
			return view != null && view.names().equals(names);
		}));
		return running().stream().mapToLong((node) -> view(node).nanos()).max().orElseThrow();
	}

	/** Return the newest view that a node showed. */
	View view(Node node) {
		View view = this.journal.view(node.id());
		if (view == null) {
			throw new IllegalStateException(node.id() + " has shown no view yet");
		}
		return view;
	}

	/** Wait for a condition, for as long as all that should run does. */
	void await(String what, BooleanSupplier condition) {
		try {
			Awaitility.await().alias(what).atMost(DEADLINE).pollInterval(Duration.ofMillis(20)).until(() -> {
				if (!this.visitors.isAlive()) {
					throw new IllegalStateException("The visitors' process has ended");
				}
				for (Node node : this.running.values()) {
					if (!node.process().isAlive()) {
						throw new IllegalStateException(node.id() + " has ended");
					}
				}
				return condition.getAsBoolean();
			});
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError("No " + what + "; the views are "
					+ running().stream()
						.map((node) -> node.id() + ": " + this.journal.view(node.id()))
						.collect(Collectors.joining(", ")),
					ex);
		}
	}

	/** Return what the logs end with, and the visitors' complaints. */
	String story() {
		StringBuilder story = new StringBuilder("The visitors said " + this.journal.others() + "\n");
		try (var files = Files.list(this.logs)) {
			for (Path file : files.sorted().toList()) {
				List<String> lines = Files.readAllLines(file);
				story.append(file.getFileName()).append(" ends with\n");
				lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())
					.forEach((line) -> story.append("  ").append(line).append('\n'));
			}
		}
		catch (IOException ex) {
			story.append(ex);
		}
		return story.toString();
	}

	@Override
	public void close() {
		this.network.close();
	}

	/**
	 * A node.
	 *
	 * @param id its name and how often it was started: no two processes have the same
	 * @param name its name
	 * @param address that of its host
	 * @param process the process
	 */
	record Node(String id, String name, String address, Process process) {

		/** Where visitors reach it. */
		String url() {
			return "http://" + this.address + ":" + HTTP_PORT;
		}
	}

}
