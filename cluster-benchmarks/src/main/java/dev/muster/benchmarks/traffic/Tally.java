package dev.muster.benchmarks.traffic;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what arrives of a publisher and a topic in a phase, and whether it is what was
 * sent: each number once, in order, intact. Topics take turns, so of three topics the
 * second has the numbers 1, 4, 7 and so on. Written by one thread at a time.
 */
final class Tally {

	private final int phase;

	private final Payloads payloads;

	private final int topic;

	private final int topics;

	/** Numbers below the next one that did not arrive yet. */
	private final BitSet missing = new BitSet();

	private final AtomicLong arrived = new AtomicLong();

	private long next;

	private long duplicated;

	private long reordered;

	private long corrupted;

	Tally(int phase, Payloads payloads, int topic, int topics) {
		this.phase = phase;
		this.payloads = payloads;
		this.topic = topic;
		this.topics = topics;
	}

	void add(byte[] array, int offset, int length) {
		if (length < Payloads.MIN_SIZE || Payloads.phase(array, offset) != this.phase
				|| !this.payloads.isIntact(array, offset, length)
				|| Payloads.topic(array, offset, length, this.topics) != this.topic) {
			this.corrupted++;
			return;
		}
		long number = Payloads.number(array, offset) / this.topics;
		if (number == this.next) {
			this.next++;
		}
		else if (number > this.next) {
			this.missing.set(Math.toIntExact(this.next), Math.toIntExact(number));
			this.next = number + 1;
		}
		else if (this.missing.get(Math.toIntExact(number))) {
			this.missing.clear(Math.toIntExact(number));
			this.reordered++;
		}
		else {
			this.duplicated++;
			return;
		}
		this.arrived.lazySet(this.arrived.getPlain() + 1);
	}

	/** Count a message that should have gone elsewhere. */
	void misrouted() {
		this.corrupted++;
	}

	/**
	 * Return how many different messages arrived so far. For any thread; what another
	 * thread reads of the others afterwards is of that time at least.
	 */
	long arrived() {
		return this.arrived.get();
	}

	/**
	 * Return how many did not arrive.
	 * @param sent how many were sent
	 */
	long lost(long sent) {
		return sent - arrived();
	}

	long duplicated() {
		return this.duplicated;
	}

	long reordered() {
		return this.reordered;
	}

	long corrupted() {
		return this.corrupted;
	}

}
