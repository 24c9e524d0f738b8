package dev.muster.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How to start a Java process. Immutable.
 *
 * @param home the Java home
 * @param flags the JVM's flags
 * @param classPath the class path
 * @param launcher what stands before the command, such as to run it on another host
 */
public record Jvm(Path home, List<String> flags, List<String> classPath, List<String> launcher) {

	/** System property: the class path of peers that are not of this project. */
	private static final String PEERS = "muster.benchmarks.peers";

	public Jvm {
		if (!Files.isExecutable(home.resolve("bin/java"))) {
			throw new IllegalArgumentException("There is no bin/java in " + home + ": name a Java home");
		}
		flags = List.copyOf(flags);
		classPath = List.copyOf(classPath);
		launcher = List.copyOf(launcher);
	}

	/**
	 * Return one like this process: same class path, without its flags.
	 * @return a JVM
	 */
	public static Jvm current() {
		return new Jvm(Path.of(System.getProperty("java.home")), List.of(),
				expand(System.getProperty("java.class.path")), List.of());
	}

	// The launcher has expanded 'lib/*' already; paths are made to hold from anywhere
	private static List<String> expand(String classPath) {
		return Arrays.stream(classPath.split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath().normalize().toString())
			.toList();
	}

	/**
	 * Use another Java.
	 * @param javaHome its home; the current one if empty
	 * @return a JVM
	 */
	public Jvm withHome(String javaHome) {
		return javaHome.isEmpty() ? this : new Jvm(Path.of(javaHome), this.flags, this.classPath, this.launcher);
	}

	/**
	 * Add flags.
	 * @param more the flags
	 * @return a JVM
	 */
	public Jvm withFlags(String... more) {
		List<String> all = new ArrayList<>(this.flags);
		all.addAll(List.of(more));
		return new Jvm(this.home, all, this.classPath, this.launcher);
	}

	/**
	 * Use another class path.
	 * @param entries its entries
	 * @return a JVM
	 */
	public Jvm withClassPath(List<String> entries) {
		return new Jvm(this.home, this.flags, entries, this.launcher);
	}

	/**
	 * Say whether there are the classes of peers that are not of this project.
	 * @return whether they were built
	 */
	public static boolean hasPeers() {
		return !System.getProperty(PEERS, "").isEmpty();
	}

	/**
	 * Add peers that are not of this project to the class path.
	 * @return a JVM
	 */
	public Jvm withPeers() {
		List<String> all = new ArrayList<>(this.classPath);
		all.addAll(List.of(System.getProperty(PEERS, "").split(File.pathSeparator)));
		return withClassPath(all);
	}

	/**
	 * Put something before the command.
	 * @param words its words
	 * @return a JVM
	 */
	public Jvm withLauncher(List<String> words) {
		return new Jvm(this.home, this.flags, this.classPath, words);
	}

	/**
	 * Start a process of one of our own workers: warnings go to standard error, nothing
	 * else is logged.
	 * @param main the worker
	 * @param arguments its arguments
	 * @return the process
	 */
	public ChildProcess startWorker(Class<?> main, String... arguments) {
		return withFlags("-Dlogback.configurationFile=worker-logback.xml").start(main, arguments);
	}

	/**
	 * Start a process.
	 * @param main the class with the main method
	 * @param arguments its arguments
	 * @return the process
	 */
	public ChildProcess start(Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>(this.launcher);
		command.add(this.home.resolve("bin/java").toString());
		command.addAll(this.flags);
		command.add("-cp");
		command.add(String.join(File.pathSeparator, this.classPath));
		command.add(main.getName());
		command.addAll(List.of(arguments));
		try {
			return new ChildProcess(main.getSimpleName() + " " + String.join(" ", arguments),
					new ProcessBuilder(command).redirectErrorStream(true), System.nanoTime());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Say which Java this is.
	 * @return its version as its home tells it
	 */
	public String version() {
		Path release = this.home.resolve("release");
		try {
			for (String line : Files.exists(release) ? Files.readAllLines(release) : List.<String>of()) {
				if (line.startsWith("JAVA_VERSION=")) {
					return line.substring("JAVA_VERSION=".length()).replace("\"", "");
				}
			}
		}
		catch (IOException ex) {
			// the path says enough
		}
		return this.home.toString();
	}

}
