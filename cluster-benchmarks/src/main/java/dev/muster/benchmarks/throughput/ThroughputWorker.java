package dev.muster.benchmarks.throughput;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import dev.muster.benchmarks.Orders;
import dev.muster.benchmarks.Told;
import dev.muster.benchmarks.Usage;
import org.HdrHistogram.Histogram;

/**
 * One of the processes. Arguments: peer, cluster, place (from 0), directory, payload
 * size, whether to use virtual threads, own address, how many publish.
 */
final class ThroughputWorker {

	/** Messages between two looks at the clock. */
	private static final int STRIDE = 32;

	private static final long POLL = TimeUnit.MILLISECONDS.toNanos(1);

	/** After so long without a message the rest is lost. */
	private static final long SILENCE = TimeUnit.SECONDS.toNanos(10);

	private final Link link;

	private final int place;

	private final Payloads payloads;

	/** By the publisher's place. */
	private volatile Tally[] tallies;

	private volatile boolean timed;

	private volatile boolean pacing;

	private Thread pacer = Thread.currentThread();

	private Histogram latencies = new Histogram(3);

	private long cpu;

	private long allocated;

	private ThroughputWorker(Link link, int place, int size) {
		this.link = link;
		this.place = place;
		this.payloads = new Payloads(size);
		this.tallies = tallies(0);
	}

	private Tally[] tallies(int phase) {
		return IntStream.range(0, ThroughputBenchmark.PROCESSES)
			.mapToObj((publisher) -> new Tally(mark(phase, publisher), this.payloads))
			.toArray(Tally[]::new);
	}

	// Who published what is told by the phase
	private static int mark(int phase, int publisher) {
		return phase * ThroughputBenchmark.PROCESSES + publisher;
	}

	/**
	 * Follow orders.
	 * @param args as above
	 * @throws Exception if something fails
	 */
	public static void main(String[] args) throws Exception {
		int place = Integer.parseInt(args[2]);
		Peer.Setup setup = new Peer.Setup(args[1], place, Path.of(args[3]), args[6], Integer.parseInt(args[7]),
				Boolean.parseBoolean(args[5]));
		try (Link link = Peer.of(args[0]).link(setup)) {
			ThroughputWorker worker = new ThroughputWorker(link, place, Integer.parseInt(args[4]));
			link.start(worker::received);
			Told.tell("started");
			Orders.follow(worker::follow);
		}
		System.exit(0); // whatever threads a peer leaves behind
	}

	private void received(byte[] array, int offset, int length) {
		int publisher = (length < Payloads.MIN_SIZE) ? 0
				: Math.floorMod(Payloads.phase(array, offset), ThroughputBenchmark.PROCESSES);
		this.tallies[publisher].add(array, offset, length);
		if (this.timed && length >= Payloads.MIN_SIZE) {
			this.latencies.recordValue(Math.max(0, System.nanoTime() - Payloads.time(array, offset)));
		}
	}

	private void follow(String[] words) throws Exception {
		switch (words[0]) {
			case "form" -> form();
			case "arm" -> arm(Integer.parseInt(words[1]), false);
			case "time" -> arm(Integer.parseInt(words[1]), true);
			case "publish" -> publish(Integer.parseInt(words[1]), Long.parseLong(words[2]));
			case "pace" -> pace(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
			case "rest" -> rest();
			case "expect" ->
				expect(IntStream.range(1, words.length).mapToLong((i) -> Long.parseLong(words[i])).toArray());
			case "latencies" -> tellLatencies();
			case "members" -> awaitMembers(Integer.parseInt(words[1]));
			case "usage" -> Told.tell("usage", Usage.processCpu() - this.cpu, Usage.allocated() - this.allocated);
			default -> throw new IllegalArgumentException(words[0]);
		}
	}

	private void form() throws Exception {
		while (!this.link.isFormed()) {
			LockSupport.parkNanos(POLL);
		}
		this.link.prepare();
		Told.tell("formed");
	}

	private void arm(int phase, boolean withTimes) {
		this.tallies = tallies(phase);
		this.latencies = new Histogram(3);
		this.timed = withTimes;
		this.cpu = Usage.processCpu();
		this.allocated = Usage.allocated();
		Told.tell("armed");
	}

	private void publish(int phase, long millis) throws Exception {
		int mark = mark(phase, this.place);
		long start = System.nanoTime();
		long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
		long count = 0;
		while (System.nanoTime() < end) {
			for (int i = 0; i < STRIDE; i++) {
				this.link.publish(this.payloads.make(mark, count++));
			}
		}
		Told.tell("published", count, start);
	}

	// On a thread of its own, since other orders come meanwhile. What is late is stamped
	// with
	// the time at which it was due, so that a pause counts for all that it held up
	private void pace(int phase, int perSecond) {
		int mark = mark(phase, this.place);
		long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
		this.pacing = true;
		this.pacer = new Thread(() -> {
			long start = System.nanoTime();
			long count = 0;
			try {
				for (; this.pacing; count++) {
					long due = start + count * interval;
					for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
						LockSupport.parkNanos(wait);
					}
					byte[] payload = this.payloads.make(mark, count);
					Payloads.stamp(payload, due);
					this.link.publish(payload);
				}
			}
			catch (Exception ex) {
				throw new IllegalStateException("Cannot publish", ex);
			}
			Told.tell("published", count, start);
		}, "pace");
		this.pacer.start();
		Told.tell("pacing");
	}

	private void rest() throws InterruptedException {
		this.pacing = false;
		this.pacer.join();
	}

	private void tellLatencies() {
		Histogram all = this.latencies;
		Told.tell("latencies", all.getTotalCount(), all.getValueAtPercentile(50), all.getValueAtPercentile(99),
				all.getValueAtPercentile(99.9), all.getMaxValue());
	}

	private void awaitMembers(int count) {
		while (this.link.members() != count) {
			LockSupport.parkNanos(POLL);
		}
		Told.tell("members", count);
	}

	private void expect(long[] counts) {
		Tally[] current = this.tallies;
		long expected = 0;
		for (int publisher = 0; publisher < counts.length; publisher++) {
			expected += (publisher == this.place) ? 0 : counts[publisher];
		}
		long last = -1;
		long lastAt = System.nanoTime();
		for (long arrived = arrived(current); arrived < expected; arrived = arrived(current)) {
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
		long arrived = arrived(current);
		long at = (arrived == expected) ? System.nanoTime() : lastAt;
		long duplicated = 0;
		long reordered = 0;
		long corrupted = 0;
		for (Tally tally : current) {
			duplicated += tally.duplicated();
			reordered += tally.reordered();
			corrupted += tally.corrupted();
		}
		Told.tell("received", arrived, at, expected - arrived, duplicated, reordered, corrupted);
	}

	private static long arrived(Tally[] tallies) {
		long sum = 0;
		for (Tally tally : tallies) {
			sum += tally.arrived();
		}
		return sum;
	}

}
