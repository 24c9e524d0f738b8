package dev.muster.benchmarks.throughput;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what arrives in a phase, and whether it is what was sent: each number once, in
 * order, intact. Written by one thread at a time.
 */
final class Tally {

	private final int phase;

	private final Payloads payloads;

	/** Numbers below the next one that did not arrive yet. */
	private final BitSet missing = new BitSet();

	private final AtomicLong arrived = new AtomicLong();

	private long next;

	private long duplicated;

	private long reordered;

	private long corrupted;

	Tally(int phase, Payloads payloads) {
		this.phase = phase;
		this.payloads = payloads;
	}

	void add(byte[] array, int offset, int length) {
		if (length < Payloads.MIN_SIZE || Payloads.phase(array, offset) != this.phase
				|| !this.payloads.isIntact(array, offset, length)) {
			this.corrupted++;
			return;
		}
		long number = Payloads.number(array, offset);
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
