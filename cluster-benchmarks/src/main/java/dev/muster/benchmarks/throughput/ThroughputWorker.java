package dev.muster.benchmarks.throughput;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.muster.benchmarks.Orders;
import dev.muster.benchmarks.Told;
import dev.muster.benchmarks.Usage;

/**
 * The publisher or a receiver. Arguments: peer, cluster, name, directory, payload size,
 * whether to use virtual threads.
 */
final class ThroughputWorker {

	static final String PUBLISHER = "publisher";

	/** Messages between two looks at the clock. */
	private static final int STRIDE = 32;

	private static final long POLL = TimeUnit.MILLISECONDS.toNanos(1);

	/** After so long without a message the rest is lost. */
	private static final long SILENCE = TimeUnit.SECONDS.toNanos(10);

	private final Link link;

	private final Payloads payloads;

	private volatile Tally tally;

	private long cpu;

	private long allocated;

	private ThroughputWorker(Link link, int size) {
		this.link = link;
		this.payloads = new Payloads(size);
		this.tally = new Tally(-1, this.payloads);
	}

	/**
	 * Follow orders.
	 * @param args as above
	 * @throws Exception if something fails
	 */
	public static void main(String[] args) throws Exception {
		Peer.Setup setup = new Peer.Setup(args[1], args[2], Path.of(args[3]), !args[2].equals(PUBLISHER),
				Boolean.parseBoolean(args[5]));
		try (Link link = Peer.of(args[0]).link(setup)) {
			ThroughputWorker worker = new ThroughputWorker(link, Integer.parseInt(args[4]));
			link.start((array, offset, length) -> worker.tally.add(array, offset, length));
			Told.tell("started");
			Orders.follow(worker::follow);
		}
		System.exit(0); // whatever threads a peer leaves behind
	}

	private void follow(String[] words) throws Exception {
		switch (words[0]) {
			case "form" -> form();
			case "arm" -> arm(Integer.parseInt(words[1]));
			case "publish" -> publish(Integer.parseInt(words[1]), Long.parseLong(words[2]));
			case "expect" -> expect(Long.parseLong(words[1]));
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

	private void arm(int phase) {
		this.tally = new Tally(phase, this.payloads);
		this.cpu = Usage.processCpu();
		this.allocated = Usage.allocated();
		Told.tell("armed");
	}

	private void publish(int phase, long millis) throws Exception {
		long start = System.nanoTime();
		long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
		long count = 0;
		while (System.nanoTime() < end) {
			for (int i = 0; i < STRIDE; i++) {
				this.link.publish(this.payloads.make(phase, count++));
			}
		}
		Told.tell("published", count, start);
	}

	private void expect(long count) {
		Tally current = this.tally;
		long last = -1;
		long lastAt = System.nanoTime();
		for (long arrived = current.arrived(); arrived < count; arrived = current.arrived()) {
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
		long at = (current.arrived() == count) ? System.nanoTime() : lastAt;
		Told.tell("received", current.arrived(), at, current.lost(count), current.duplicated(), current.reordered(),
				current.corrupted());
	}

}
