package dev.muster.benchmarks.traffic;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.muster.benchmarks.link.Link;
import dev.muster.benchmarks.link.Setup;
import dev.muster.benchmarks.link.Traffic;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Checks what arrives at a process in a phase: each topic's messages of each publisher,
 * all of them, once, in order, intact.
 */
final class Inbox implements Link.Sink {

	/** The phase in which topics are tried out. */
	static final int PROBES = 0;

	private static final long POLL = TimeUnit.MILLISECONDS.toNanos(1);

	/** After so long without a message the rest is lost. */
	private static final long SILENCE = TimeUnit.SECONDS.toNanos(10);

	private final int place;

	private final Traffic traffic;

	private final Payloads payloads;

	private final Window window;

	private final Tallies probes;

	private volatile Tallies tallies;

	private volatile @Nullable Histogram latencies;

	Inbox(Setup setup, Payloads payloads, Window window) {
		this.place = setup.place();
		this.traffic = setup.traffic();
		this.payloads = payloads;
		this.window = window;
		this.probes = tallies(PROBES);
		this.tallies = this.probes;
	}

	private Tallies tallies(int phase) {
		return new Tallies(phase, this.place, this.traffic, this.payloads);
	}

	void arm(int phase, boolean timed) {
		this.latencies = timed ? new Histogram(3) : null;
		this.tallies = tallies(phase);
	}

	@Override
	public void accept(int topic, byte[] array, int offset, int length) {
		if (topic >= this.traffic.topics()) {
			this.window.receipt(array, offset, length);
			return;
		}
		int publisher = (length < Payloads.MIN_SIZE) ? 0
				: Math.floorMod(Payloads.phase(array, offset), Setup.PROCESSES);
		if (publisher == this.place && this.traffic.publishers() > 1) {
			return; // some give a publisher its own
		}
		Tallies current = this.tallies;
		if (length >= Payloads.MIN_SIZE && Payloads.phase(array, offset) == mark(PROBES, publisher)) {
			current = this.probes;
		}
		if (!current.add(publisher, topic, array, offset, length)) {
			return;
		}
		Histogram times = this.latencies;
		if (times != null && length >= Payloads.MIN_SIZE) {
			times.recordValue(Math.max(0, System.nanoTime() - Payloads.time(array, offset)));
		}
		if (current != this.probes) {
			this.window.arrived(publisher);
		}
	}

	/**
	 * Say who published what.
	 * @param phase the phase, from 0
	 * @param publisher the publisher's place
	 * @return what its payloads of the phase bear
	 */
	static int mark(int phase, int publisher) {
		return phase * Setup.PROCESSES + publisher;
	}

	/** Return on how many topics nothing was heard from some publisher. */
	long silentTopics() {
		return this.probes.silent();
	}

	/**
	 * Wait for the rest of a phase.
	 * @param published how many were published, by the publisher's place
	 */
	Received await(long[] published) {
		Tallies current = this.tallies;
		long expected = 0;
		for (int publisher = 0; publisher < published.length; publisher++) {
			expected += (publisher == this.place) ? 0 : this.traffic.share(this.place, published[publisher]);
		}
		long last = -1;
		long lastAt = System.nanoTime();
		for (long arrived = current.arrived(); arrived < expected; arrived = current.arrived()) {
			long now = System.nanoTime();
			if (arrived != last) {
				last = arrived;
				lastAt = now;
			}
			else if (now - lastAt > SILENCE) {
				break;
			}
			LockSupport.parkNanos(POLL);
		}
		long arrived = current.arrived();
		return new Received(arrived, (arrived == expected) ? System.nanoTime() : lastAt, expected - arrived, current);
	}

	Histogram latencies() {
		Histogram times = this.latencies;
		return (times != null) ? times : new Histogram(3);
	}

	/**
	 * What arrived.
	 *
	 * @param count how many messages
	 * @param at when the last one did
	 * @param lost how many did not
	 * @param tallies what else was wrong
	 */
	record Received(long count, long at, long lost, Tallies tallies) {
	}

}
