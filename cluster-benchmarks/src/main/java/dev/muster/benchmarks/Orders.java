package dev.muster.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Does in a worker what the lines on standard input say, until they end: then whoever
 * started the worker is gone, or wants it to go.
 */
public final class Orders {

	private Orders() {
	}

	/**
	 * Follow the orders.
	 * @param follower does each
	 * @throws Exception if one cannot be done
	 */
	public static void follow(Follower follower) throws Exception {
		try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String line = next(in); line != null; line = next(in)) {
				follower.follow(line.split(" "));
			}
		}
	}

	private static @Nullable String next(BufferedReader in) throws IOException {
		String line = in.readLine();
		return (line == null || line.equals("stop")) ? null : line;
	}

	/**
	 * Does an order.
	 */
	@FunctionalInterface
	public interface Follower {

		/**
		 * Do an order.
		 * @param words its words
		 * @throws Exception if it cannot be done
		 */
		void follow(String[] words) throws Exception;

	}

}
