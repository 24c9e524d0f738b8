package dev.muster.test.netns;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command of the operating system that is done in a moment.
 */
final class SystemCommand {

	private static final int LIMIT_SECONDS = 30;

	private SystemCommand() {
	}

	/**
	 * Run a command.
	 * @param words the command
	 * @return what it printed
	 * @throws CommandFailedException if it fails, takes too long or does not exist
	 */
	static String run(String... words) {
		return feed("", words);
	}

	/**
	 * Run a command.
	 * @param input what it reads, a few lines
	 * @param words the command
	 * @return what it printed
	 * @throws CommandFailedException if it fails, takes too long or does not exist
	 */
	static String feed(String input, String... words) {
		String command = String.join(" ", words);
		Process process = null;
		try {
			process = new ProcessBuilder(List.of(words)).redirectErrorStream(true).start();
			try (OutputStream out = process.getOutputStream()) {
				out.write(input.getBytes(StandardCharsets.UTF_8));
			}
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
				throw new CommandFailedException(command + " is not done after " + LIMIT_SECONDS + " s");
			}
			if (process.exitValue() != 0) {
				throw new CommandFailedException(command + ": " + output.strip());
			}
			return output;
		}
		catch (IOException ex) {
			throw new CommandFailedException(command + ": " + ex.getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CommandFailedException(command + " was interrupted");
		}
		finally {
			if (process != null) {
				process.destroyForcibly();
			}
		}
	}

	static final class CommandFailedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		CommandFailedException(String message) {
			super(message);
		}

	}

}
