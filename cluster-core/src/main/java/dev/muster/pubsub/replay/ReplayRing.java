package dev.muster.pubsub.replay;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The last messages that this member published to the topics of one pattern, bounded in
 * number and in bytes. Each is kept once, whoever may ask for it. Safe for use by many
 * threads.
 *
 * @param <F> what a message is
 */
public final class ReplayRing<F> {

	/**
	 * How many rings a member may have.
	 */
	public static final int MAX_RINGS = 100;

	/**
	 * How many messages a ring may keep.
	 */
	public static final int MAX_CAPACITY = 100_000;

	private final int number;

	private final String pattern;

	private final int capacity;

	private final long maxBytes;

	private final Deque<Kept<F>> messages = new ArrayDeque<>();

	private long bytes;

	/**
	 * Create a ring.
	 * @param number its place among the member's rings, from 0 on
	 * @param pattern what topics it is for
	 * @param capacity how many messages it keeps at the most
	 * @param maxBytes how many bytes it keeps at the most; a message that is larger is
	 * not kept
	 */
	public ReplayRing(int number, String pattern, int capacity, long maxBytes) {
		if (number < 0 || number >= MAX_RINGS || capacity < 1 || capacity > MAX_CAPACITY) {
			throw new IllegalArgumentException("No ring " + number + " of " + capacity);
		}
		this.number = number;
		this.pattern = pattern;
		this.capacity = capacity;
		this.maxBytes = maxBytes;
	}

	/**
	 * Return its place among the member's rings.
	 * @return a number from 0 on
	 */
	public int number() {
		return this.number;
	}

	/**
	 * Return what topics it is for.
	 * @return a topic or a pattern
	 */
	public String pattern() {
		return this.pattern;
	}

	/**
	 * Return how many messages it keeps at the most.
	 * @return their number
	 */
	public int capacity() {
		return this.capacity;
	}

	/**
	 * Keep a message, and forget the oldest as far as there is no room.
	 * @param frame the message
	 * @param size its size in bytes
	 * @return the message as long as it is kept
	 */
	public synchronized Kept<F> keep(F frame, int size) {
		Kept<F> kept = new Kept<>(frame, size);
		this.messages.add(kept);
		this.bytes += size;
		while (this.messages.size() > this.capacity || this.bytes > this.maxBytes) {
			Kept<F> oldest = this.messages.remove();
			this.bytes -= oldest.size();
			oldest.forget();
		}
		return kept;
	}

	/**
	 * Return how many messages it keeps.
	 * @return their number
	 */
	public synchronized int count() {
		return this.messages.size();
	}

	/**
	 * Return how many bytes it keeps.
	 * @return the size of all messages
	 */
	public synchronized long bytes() {
		return this.bytes;
	}

}
