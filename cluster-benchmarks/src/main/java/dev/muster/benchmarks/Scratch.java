package dev.muster.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What one trial needs and leaves behind: processes, a directory, a cluster's name. All
 * of it is gone once closed.
 */
public final class Scratch implements AutoCloseable {

	private final List<ChildProcess> processes = new ArrayList<>();

	private final String cluster = "bench-" + UUID.randomUUID();

	private final Path directory;

	/**
	 * Create an empty directory.
	 * @throws IOException if that is impossible
	 */
	public Scratch() throws IOException {
		this.directory = Files.createTempDirectory("muster-bench");
	}

	/**
	 * Return a name for the cluster that no other trial has.
	 * @return the name
	 */
	public String cluster() {
		return this.cluster;
	}

	/**
	 * Return the directory.
	 * @return the directory
	 */
	public Path directory() {
		return this.directory;
	}

	/**
	 * Take care of a process.
	 * @param process the process
	 * @return the same
	 */
	public ChildProcess add(ChildProcess process) {
		this.processes.add(process);
		return process;
	}

	/**
	 * Return the processes in the order in which they were added.
	 * @return the processes
	 */
	public List<ChildProcess> processes() {
		return this.processes;
	}

	@Override
	public void close() throws IOException {
		this.processes.forEach(ChildProcess::close);
		try (Stream<Path> files = Files.walk(this.directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(file);
			}
		}
	}

}
