package dev.muster.test.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The last events of a simulation, to be printed when a seed fails. Bounded: the oldest
 * are forgotten.
 */
public final class Trace {

	/**
	 * How many events are kept.
	 */
	public static final int CAPACITY = 2000;

	private final Deque<Entry> entries = new ArrayDeque<>();

	private long forgotten;

	Trace() {
	}

	/**
	 * Add an event. Its text is made when the trace is printed, not before: the arguments
	 * should be immutable.
	 */
	void add(long nanos, String where, String format, Object... arguments) {
		if (this.entries.size() == CAPACITY) {
			this.entries.removeFirst();
			this.forgotten++;
		}
		this.entries.addLast(new Entry(nanos, where, format, arguments));
	}

	/**
	 * Return the events, one a line: virtual time in seconds, node, what happened.
	 * @return the text
	 */
	@Override
	public String toString() {
		String text = this.entries.stream().map(Entry::text).collect(Collectors.joining("\n"));
		return (this.forgotten > 0) ? "(" + this.forgotten + " earlier events are forgotten)\n" + text : text;
	}

	private record Entry(long nanos, String where, String format, Object[] arguments) {

		String text() {
			Object[] texts = Arrays.stream(this.arguments).map(String::valueOf).toArray();
			return String.format(Locale.ROOT, "%12.6f %-10s ", this.nanos / (double) Duration.ofSeconds(1).toNanos(),
					this.where) + String.format(Locale.ROOT, this.format, texts);
		}

	}

}
