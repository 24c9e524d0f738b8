package dev.muster.benchmarks.link;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that a peer needs beside the three processes.
 */
public enum Broker {

	/** Redis without persistence. */
	REDIS("redis-server") {
		@Override
		public List<String> arguments(int port) {
			return List.of("--port", String.valueOf(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no");
		}
	},

	/** NATS as it comes. */
	NATS("nats-server") {
		@Override
		public List<String> arguments(int port) {
			return List.of("-a", "127.0.0.1", "-p", String.valueOf(port));
		}
	};

	private final String program;

	Broker(String program) {
		this.program = program;
	}

	/**
	 * Return the program, which is also the name of Debian's package.
	 * @return the name
	 */
	public String program() {
		return this.program;
	}

	/**
	 * Wait, in a process that needs it, until it listens.
	 * @param host where
	 * @param port on which port
	 * @throws IOException if it does not within ten seconds
	 */
	public static void awaitListening(String host, int port) throws IOException {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
		while (true) {
			try (Socket socket = new Socket(host, port)) {
				return;
			}
			catch (ConnectException ex) {
				if (System.nanoTime() > deadline) {
					throw ex;
				}
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
			}
		}
	}

	/**
	 * Return how to start it.
	 * @param port the port to listen on
	 * @return the program's arguments
	 */
	public abstract List<String> arguments(int port);

}
