package dev.muster.benchmarks;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A line by which a process tells something to the one that started it. Its time is that
 * of the machine's one clock behind {@link System#nanoTime()}, the same for all
 * processes.
 *
 * @param nanos when it was told
 * @param word what it is about
 * @param values the rest
 */
public record Told(long nanos, String word, List<String> values) {

	private static final String MARK = "@bench";

	/**
	 * Return a number.
	 * @param index which value it is
	 * @return the number
	 */
	public long number(int index) {
		return Long.parseLong(this.values.get(index));
	}

	/**
	 * Tell something on standard output.
	 * @param word what it is about
	 * @param values numbers and words without spaces
	 */
	public static void tell(String word, Object... values) {
		StringBuilder line = new StringBuilder(MARK).append(' ').append(System.nanoTime()).append(' ').append(word);
		for (Object value : values) {
			line.append(' ').append(value);
		}
		synchronized (Told.class) {
			System.out.println(line);
			System.out.flush();
		}
	}

	static @Nullable Told parse(String line) {
		String[] parts = line.split(" ");
		if (parts.length < 3 || !parts[0].equals(MARK)) {
			return null;
		}
		return new Told(Long.parseLong(parts[1]), parts[2], List.copyOf(Arrays.asList(parts).subList(3, parts.length)));
	}

}
