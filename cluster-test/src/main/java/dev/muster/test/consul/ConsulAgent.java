package dev.muster.test.consul;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;

import dev.muster.test.netns.NamespaceHost;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * An agent that is its own server, keeps everything in memory and so forgets it when it
 * is killed. Takes the {@code consul} on the {@code PATH}; without one the running test
 * is skipped, or fails if the system property {@value #PROPERTY} is {@code required}.
 */
public final class ConsulAgent implements AutoCloseable {

	/**
	 * The system property that says whether tests may be skipped: {@code required} if
	 * not.
	 */
	public static final String PROPERTY = "muster.consul";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int DEFAULT_PORT = 8500;

	private static final int TRIES = 5;

	private static final int MAX_LINES = 300;

	private final ConsulAgentOptions options;

	private final Path program;

	private final int port;

	private final ConcurrentLinkedDeque<String> lines = new ConcurrentLinkedDeque<>();

	private final Thread closing = new Thread(this::kill, "kill the Consul agent");

	private volatile boolean leads;

	private @Nullable Process process;

	private ConsulAgent(ConsulAgentOptions options, Path program) {
		this.options = options;
		this.program = program;
		this.port = (options.port() > 0) ? options.port() : freePort();
		Runtime.getRuntime().addShutdownHook(this.closing);
	}

	/**
	 * Start an agent on loopback, or skip the running test if there is none here.
	 * @return an agent that answers
	 */
	public static ConsulAgent start() {
		return start(ConsulAgentOptions.defaults());
	}

	/**
	 * Start an agent on a host of its own, at the default port, or skip the running test
	 * if there is none here.
	 * @param host the host
	 * @return an agent that answers
	 */
	public static ConsulAgent startOn(NamespaceHost host) {
		return start(ConsulAgentOptions.defaults().withHost(host.launcher(), host.address(), DEFAULT_PORT));
	}

	/**
	 * Start an agent, or skip the running test if there is none here.
	 * @param options how to run it
	 * @return an agent that answers
	 */
	public static ConsulAgent start(ConsulAgentOptions options) {
		ConsulAgent agent = new ConsulAgent(options, programOrSkip());
		try {
			agent.restart();
			return agent;
		}
		catch (Throwable ex) {
			agent.close();
			throw ex;
		}
	}

	private static Path programOrSkip() {
		for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
			Path candidate = Path.of(directory, "consul");
			if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
				return candidate;
			}
		}
		String message = "No Consul agent here: put 'consul' on the PATH, or on Debian run src/scripts/install-consul";
		if ("required".equals(System.getProperty(PROPERTY))) {
			throw new IllegalStateException(message);
		}
		System.out.println("SKIPPED: " + message); // reports often hide the reason
		return Assumptions.abort(message);
	}

	/**
	 * Return where it answers.
	 * @return a literal address
	 */
	public String host() {
		return this.options.address();
	}

	/**
	 * Return where it answers.
	 * @return the port for HTTP, or HTTPS if it has a certificate
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Kill it as kill -9 does, if it runs, and forget all that it knew.
	 * @return when, in terms of {@link System#nanoTime()}
	 */
	public long kill() {
		long now = System.nanoTime();
		Process running = this.process;
		if (running != null) {
			running.destroyForcibly();
			try {
				running.waitFor(10, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		return now;
	}

	/**
	 * Start it again after {@link #kill()}, knowing nothing.
	 * @return when it answered, in terms of {@link System#nanoTime()}
	 */
	public long restart() {
		for (int i = 1;; i++) {
			try {
				begin();
				Awaitility.await()
					.atMost(PATIENCE)
					.pollInterval(Duration.ofMillis(20))
					.until(() -> this.leads || !isRunning());
				if (isRunning()) {
					return System.nanoTime();
				}
			}
			catch (ConditionTimeoutException ex) {
				kill();
				throw new IllegalStateException("The Consul agent has no leader: " + this.lines, ex);
			}
			// The ports were free, and may have been taken meanwhile
			if (i == TRIES || this.lines.stream().noneMatch((line) -> line.contains("address already in use"))) {
				throw new IllegalStateException("The Consul agent did not start: " + this.lines);
			}
		}
	}

	private boolean isRunning() {
		Process running = this.process;
		return running != null && running.isAlive();
	}

	/** Hang, as kill -STOP. Its connections stay. */
	public void pause() {
		signal("STOP");
	}

	/** Go on, as kill -CONT. */
	public void resume() {
		signal("CONT");
	}

	private void signal(String name) {
		Process running = this.process;
		if (running == null) {
			throw new IllegalStateException("It does not run");
		}
		try {
			int status = new ProcessBuilder("kill", "-" + name, String.valueOf(running.pid())).inheritIO()
				.start()
				.waitFor();
			if (status != 0) {
				throw new IllegalStateException("kill -" + name + " failed");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void begin() {
		this.lines.clear();
		this.leads = false;
		String address = this.options.address();
		List<String> command = new ArrayList<>(this.options.launcher());
		command.addAll(List.of(this.program.toString(), "agent", "-dev", "-node=muster-test", "-log-level=info",
				"-bind=" + address, "-client=" + address, "-dns-port=-1", "-grpc-port=-1", "-serf-wan-port=-1",
				"-server-port=" + freePort(), "-serf-lan-port=" + freePort()));
		command.addAll(this.options.arguments(this.port));
		try {
			Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
			this.process = started;
			Thread reader = new Thread(() -> read(started), "output of the Consul agent");
			reader.setDaemon(true);
			reader.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read(Process started) {
		try (BufferedReader reader = started.inputReader(StandardCharsets.UTF_8)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.lines.add(line);
				if (this.lines.size() > MAX_LINES) {
					this.lines.poll();
				}
				if (line.contains("Synced node info")) { // with the leader it has elected
					this.leads = true;
				}
			}
		}
		catch (IOException ex) {
			this.lines.add(ex.toString());
		}
	}

	/** Return a port that was free just now. */
	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		kill();
		try {
			Runtime.getRuntime().removeShutdownHook(this.closing);
		}
		catch (IllegalStateException ex) {
			return; // the machine shuts down, and the hook does the same
		}
	}

}
