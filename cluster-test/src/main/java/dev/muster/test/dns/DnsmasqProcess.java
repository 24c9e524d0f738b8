package dev.muster.test.dns;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A running dnsmasq. It dies with this JVM at the latest.
 */
final class DnsmasqProcess implements AutoCloseable {

	private static final int LIMIT_SECONDS = 20;

	private static final String END = "the process has ended";

	private final Process process;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private final Thread ending;

	private DnsmasqProcess(Process process) {
		this.process = process;
		this.ending = new Thread(process::destroyForcibly, "end dnsmasq");
		Runtime.getRuntime().addShutdownHook(this.ending);
		Thread reader = new Thread(this::read, "output of dnsmasq");
		reader.setDaemon(true);
		reader.start();
	}

	static DnsmasqProcess start(List<String> launcher, Path program, Path configuration) {
		List<String> command = new ArrayList<>(launcher);
		command.addAll(List.of(program.toString(), "--keep-in-foreground", "--log-facility=-",
				"--conf-file=" + configuration));
		try {
			return new DnsmasqProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader()) {
			reader.lines().forEach(this.lines::add);
		}
		catch (IOException | UncheckedIOException ex) {
			this.lines.add(ex.toString());
		}
		this.lines.add(END);
	}

	/** Wait until it says something, from what it has not been asked about before. */
	void await(String text) {
		List<String> seen = new ArrayList<>();
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
		try {
			while (true) {
				String line = this.lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				if (line == null || line.equals(END)) {
					throw new IllegalStateException("dnsmasq does not say '" + text + "', but " + seen);
				}
				if (line.contains(text)) {
					return;
				}
				seen.add(line);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	void signal(String name) {
		try {
			int status = new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).inheritIO()
				.start()
				.waitFor();
			if (status != 0) {
				throw new IllegalStateException("kill -" + name + " failed: is dnsmasq running?");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
			Runtime.getRuntime().removeShutdownHook(this.ending);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IllegalStateException ex) {
			return; // the machine shuts down, and the hook does the same
		}
	}

}
