package dev.muster.node;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TestNode} in a process, which can really be killed.
 */
final class NodeProcess implements AutoCloseable {

	private static final Duration DEADLINE = Duration.ofSeconds(90);

	private final String name;

	private final Process process;

	private final List<Line> lines = new CopyOnWriteArrayList<>();

	private NodeProcess(String name, Process process) {
		this.name = name;
		this.process = process;
		Thread reader = new Thread(this::read, "output of " + name);
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Start a process.
	 * @param launcher what to put before the command, such as to enter a namespace
	 * @param arguments those of {@link TestNode}: cluster name, node name, ...
	 */
	static NodeProcess start(List<String> launcher, String... arguments) {
		return start(TestNode.class, launcher, arguments);
	}

	/**
	 * Start a process of another kind.
	 * @param main what to run
	 * @param launcher what to put before the command, such as to enter a namespace
	 * @param arguments those of {@link TestNode}: cluster name, node name, ...
	 */
	static NodeProcess start(Class<?> main, List<String> launcher, String... arguments) {
		return start(main, launcher, System.getProperty("java.class.path"), arguments);
	}

	/**
	 * Start a process whose classes are partly others.
	 * @param classes where those are
	 * @param arguments those of {@link TestNode}: cluster name, node name, ...
	 */
	static NodeProcess startWith(Path classes, String... arguments) {
		return start(TestNode.class, List.of(), classes + File.pathSeparator + System.getProperty("java.class.path"),
				arguments);
	}

	private static NodeProcess start(Class<?> main, List<String> launcher, String classPath, String... arguments) {
		List<String> command = new ArrayList<>(launcher);
		command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx128m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", classPath, main.getName()));
		command.addAll(List.of(arguments));
		try {
			return new NodeProcess(arguments[1], new ProcessBuilder(command).redirectErrorStream(true).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read() {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				int space = line.indexOf(' ');
				if (space > 0 && line.substring(0, space).chars().allMatch(Character::isDigit)) {
					this.lines.add(new Line(Long.parseLong(line.substring(0, space)), line.substring(space + 1)));
				}
				else {
					this.lines.add(new Line(System.nanoTime(), "log " + line));
				}
			}
		}
		catch (IOException ex) {
			this.lines.add(new Line(System.nanoTime(), "log " + ex));
		}
	}

	/**
	 * Wait for a line.
	 * @param text the whole line
	 * @return when it was written
	 */
	long awaitLine(String text) {
		return awaitLine(text, 0);
	}

	long awaitLine(String text, long after) {
		return await(text,
				() -> this.lines.stream()
					.filter((line) -> line.nanos() >= after && line.text().equals(text))
					.mapToLong(Line::nanos)
					.findFirst()
					.orElse(-1));
	}

	/**
	 * Wait for a line that begins so.
	 * @param start the first words
	 * @param after when it is written, at the earliest
	 * @return the line
	 */
	Line awaitStart(String start, long after) {
		await(start, () -> lines(start, after).isEmpty() ? -1 : 0);
		return lines(start, after).get(0);
	}

	/** Wait until its newest view is this one. */
	long awaitView(String members) {
		String text = "view " + members;
		return await(text, () -> {
			Line newest = newest("view ");
			return (newest != null && newest.text().equals(text)) ? newest.nanos() : -1;
		});
	}

	/** Return the name of the coordinator of its newest view. */
	String coordinator() {
		Line newest = newest("coordinator ");
		return (newest != null) ? newest.text().substring("coordinator ".length()) : "";
	}

	private @Nullable Line newest(String start) {
		Line newest = null;
		for (Line line : this.lines) {
			newest = line.text().startsWith(start) ? line : newest;
		}
		return newest;
	}

	/** Return the lines since some time that begin with some words. */
	List<Line> lines(String start, long after) {
		return this.lines.stream().filter((line) -> line.nanos() >= after && line.text().startsWith(start)).toList();
	}

	/** Ask how far the messages of each sender have come. */
	Map<String, Long> report() {
		Map<String, Long> result = new TreeMap<>();
		ask("report", "heard").forEach((name, number) -> result.put(name, Long.valueOf(number)));
		return result;
	}

	/** Ask something, and return the names and values of the answer. */
	Map<String, String> ask(String what) {
		return ask(what, what);
	}

	private Map<String, String> ask(String what, String answer) {
		long now = System.nanoTime();
		say(what);
		Map<String, String> result = new TreeMap<>();
		for (String word : awaitStart(answer, now).text().split(" ")) {
			int equals = word.indexOf('=');
			if (equals > 0) {
				result.put(word.substring(0, equals), word.substring(equals + 1));
			}
		}
		return result;
	}

	/**
	 * End its load.
	 * @return what became of it
	 */
	Published quiet() {
		long now = System.nanoTime();
		say("quiet");
		String[] words = awaitStart("published ", now).text().split(" ");
		return new Published(Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
	}

	private long await(String what, LongSupplier found) {
		try {
			return Awaitility.await()
				.atMost(DEADLINE)
				.pollInterval(Duration.ofMillis(5))
				.until(found::getAsLong, (nanos) -> nanos >= 0);
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError("No '" + what + "' from " + this.name + ", which said " + this.lines, ex);
		}
	}

	/** Wait until it started, and return the numbers that it told then. */
	Started awaitStarted() {
		long at = await("started",
				() -> this.lines.stream()
					.filter((line) -> line.text().startsWith("started "))
					.mapToLong(Line::nanos)
					.findFirst()
					.orElse(-1));
		for (Line line : this.lines) {
			if (line.text().startsWith("started ")) {
				String[] words = line.text().split(" ");
				return new Started(at, Integer.parseInt(words[1]), Integer.parseInt(words[2]),
						Integer.parseInt(words[3]));
			}
		}
		throw new IllegalStateException("It has just been there");
	}

	void say(String line) {
		try {
			this.process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
			this.process.getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** As kill -STOP: it hangs, but its connections stay. */
	long pause() {
		return signal("STOP");
	}

	/** As kill -CONT. */
	long resume() {
		return signal("CONT");
	}

	private long signal(String name) {
		try {
			int status = new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).inheritIO()
				.start()
				.waitFor();
			if (status != 0) {
				throw new IllegalStateException("kill -" + name + " failed: is " + this.name + " running?");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return System.nanoTime();
	}

	/** As kill -9. */
	long kill() {
		long now = System.nanoTime();
		this.process.destroyForcibly();
		return now;
	}

	String name() {
		return this.name;
	}

	List<String> texts() {
		return this.lines.stream().map(Line::text).toList();
	}

	long count(String text) {
		return this.lines.stream().filter((line) -> line.text().equals(text)).count();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	record Line(long nanos, String text) {
	}

	/**
	 * What became of a load.
	 *
	 * @param count how many messages there were
	 * @param slowestMillis how long the slowest call took
	 * @param refused how many calls threw
	 */
	record Published(long count, long slowestMillis, long refused) {
	}

	/**
	 * What a node tells when it has started.
	 *
	 * @param at when
	 * @param port its port
	 * @param millis how long the start took
	 * @param jvmMillis how long since its JVM began to start
	 */
	record Started(long at, int port, int millis, int jvmMillis) {
	}

}
