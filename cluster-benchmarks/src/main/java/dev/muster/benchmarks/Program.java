package dev.muster.benchmarks;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Programs of the system.
 */
public final class Program {

	private Program() {
	}

	/**
	 * Say whether there is one.
	 * @param name its name
	 * @return whether it is installed
	 */
	public static boolean isInstalled(String name) {
		return find(name).isPresent();
	}

	/**
	 * Return where it is.
	 * @param name its name
	 * @return its path
	 * @throws IllegalStateException if it is not installed
	 */
	public static String path(String name) {
		return find(name).orElseThrow(() -> new IllegalStateException(name + " is not installed")).toString();
	}

	// Debian has servers where not every user's path leads
	private static Optional<Path> find(String name) {
		String path = System.getenv("PATH");
		return Stream.of(((path != null) ? path : "").split(File.pathSeparator), new String[] { "/usr/sbin" })
			.flatMap(Stream::of)
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.findFirst();
	}

}
