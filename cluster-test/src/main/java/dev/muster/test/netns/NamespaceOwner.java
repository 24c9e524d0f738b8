package dev.muster.test.netns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.muster.test.netns.SystemCommand.CommandFailedException;

/**
 * The process that a namespace belongs to, as its name tells. A process id alone would be
 * another process's one day, so the name has the start time also.
 *
 * @param pid the process id
 * @param startedAt when the process started, in seconds of the epoch
 */
record NamespaceOwner(long pid, long startedAt) {

	private static final Path NAMESPACES = Path.of("/run/netns");

	private static final Pattern NAME = Pattern.compile("muster-(\\d+)-(\\d+)-\\d+-(?:\\d+|bridge)");

	private static final int KILL_SECONDS = 10;

	static NamespaceOwner self() {
		return of(ProcessHandle.current());
	}

	private static NamespaceOwner of(ProcessHandle process) {
		return new NamespaceOwner(process.pid(), process.info().startInstant().map(Instant::getEpochSecond).orElse(0L));
	}

	/**
	 * Return what the names of a network's namespaces begin with.
	 * @param number tells the networks of one process apart
	 * @return the prefix
	 */
	String prefix(int number) {
		return "muster-" + this.pid + "-" + this.startedAt + "-" + number + "-";
	}

	private boolean isAlive() {
		Optional<ProcessHandle> process = ProcessHandle.of(this.pid).filter(ProcessHandle::isAlive);
		// The kernel's clock ticks are turned into a time of day that drifts a little
		return process.isPresent() && Math.abs(of(process.get()).startedAt() - this.startedAt) <= 2;
	}

	/** Remove the namespaces of processes that are gone. */
	static void removeLeftovers() {
		remove((name) -> {
			Matcher matcher = NAME.matcher(name);
			return matcher.matches()
					&& !new NamespaceOwner(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)))
						.isAlive();
		});
	}

	/** Kill what runs in some namespaces and remove them. Never throws. */
	static void remove(Predicate<String> which) {
		for (String name : list(which)) {
			try {
				kill(SystemCommand.run("ip", "netns", "pids", name).lines().map(String::strip).toList());
			}
			catch (CommandFailedException ex) {
				System.err.println(ex.getMessage()); // another run may clean up as well
			}
		}
		for (String name : list(which)) {
			try {
				SystemCommand.run("ip", "netns", "del", name);
			}
			catch (CommandFailedException ex) {
				System.err.println(ex.getMessage());
			}
		}
	}

	private static void kill(List<String> pids) {
		List<ProcessHandle> processes = pids.stream()
			.flatMap((pid) -> ProcessHandle.of(Long.parseLong(pid)).stream())
			.toList();
		processes.forEach(ProcessHandle::destroyForcibly);
		CompletableFuture<?>[] exits = processes.stream()
			.map((process) -> process.onExit().completeOnTimeout(process, KILL_SECONDS, TimeUnit.SECONDS))
			.toArray(CompletableFuture[]::new);
		CompletableFuture.allOf(exits).join();
	}

	private static List<String> list(Predicate<String> which) {
		if (!Files.isDirectory(NAMESPACES)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(NAMESPACES)) {
			return files.map((path) -> path.getFileName().toString()).filter(which).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
