package dev.muster.benchmarks.traffic;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.muster.benchmarks.Orders;
import dev.muster.benchmarks.Told;
import dev.muster.benchmarks.Usage;
import dev.muster.benchmarks.link.Peer;
import dev.muster.benchmarks.link.PresencePeer;
import dev.muster.benchmarks.link.Setup;
import dev.muster.benchmarks.link.Traffic;
import org.HdrHistogram.Histogram;

/**
 * One of the processes of a presence trial, with the arguments of a {@link Worker}. The
 * first tracks; all are told.
 */
final class PresenceWorker {

	private static final long POLL = TimeUnit.MILLISECONDS.toNanos(1);

	/** After so long without an entry the rest is lost. */
	private static final long SILENCE = TimeUnit.SECONDS.toNanos(60);

	private static final int PER_TOPIC = 20;

	private final PresencePeer peer;

	private final Payloads payloads;

	private volatile Tally tally;

	private volatile boolean probed;

	private volatile Histogram latencies = new Histogram(3);

	private long cpu;

	private long allocated;

	private PresenceWorker(PresencePeer peer, int size) {
		this.peer = peer;
		this.payloads = new Payloads(size);
		this.tally = new Tally(Inbox.PROBES, this.payloads, 0, 1);
	}

	/**
	 * Follow orders.
	 * @param args as above
	 * @throws Exception if something fails
	 */
	public static void main(String[] args) throws Exception {
		Setup setup = new Setup(args[1], Integer.parseInt(args[2]), Path.of(args[3]), args[4],
				Arrays.stream(args[5].split(",")).map(Integer::valueOf).toList(), Traffic.ONE_TO_ALL,
				Boolean.parseBoolean(args[6]));
		try (PresencePeer peer = Peer.of(args[0]).presence(setup)) {
			PresenceWorker worker = new PresenceWorker(peer, Integer.parseInt(args[7]));
			peer.start(worker::joined);
			Told.tell("started");
			Orders.follow(worker::follow);
		}
		System.exit(0); // whatever threads a peer leaves behind
	}

	private void joined(byte[] meta) {
		if (Payloads.phase(meta, 0) == Inbox.PROBES) {
			this.probed = true;
			return;
		}
		this.tally.add(meta, 0, meta.length);
		this.latencies.recordValue(Math.max(0, System.nanoTime() - Payloads.time(meta, 0)));
	}

	private void follow(String[] words) throws Exception {
		switch (words[0]) {
			case "form" -> form();
			case "probe" -> track(Inbox.PROBES, 1, 1);
			case "silent" -> Told.tell("silent", this.probed ? 0 : 1);
			case "arm" -> arm(Integer.parseInt(words[1]));
			case "track" -> track(Integer.parseInt(words[1]), Long.parseLong(words[2]), Integer.parseInt(words[3]));
			case "expect" -> expect(Integer.parseInt(words[1]), Long.parseLong(words[2]));
			case "latencies" -> Worker.tellLatencies("latencies", this.latencies);
			case "heap" -> Told.tell("heap", heap());
			case "usage" -> Told.tell("usage", Usage.processCpu() - this.cpu, Usage.allocated() - this.allocated, -1);
			default -> throw new IllegalArgumentException(words[0]);
		}
	}

	private void form() {
		while (!this.peer.isFormed()) {
			LockSupport.parkNanos(POLL);
		}
		Told.tell("formed");
	}

	private void arm(int phase) {
		this.tally = new Tally(phase, this.payloads, 0, 1);
		this.latencies = new Histogram(3);
		this.cpu = Usage.processCpu();
		this.allocated = Usage.allocated();
		Told.tell("armed");
	}

	/**
	 * Make entries.
	 * @param perSecond how many a second; 0 for as fast as possible
	 */
	private void track(int phase, long count, int perSecond) throws Exception {
		Pace pace = new Pace(Math.max(1, perSecond));
		for (long number = 0; number < count; number++) {
			byte[] meta = this.payloads.make(phase, number);
			Payloads.stamp(meta, (perSecond > 0) ? pace.await(number) : System.nanoTime());
			this.peer.track(topic(phase, number), "user-" + number, meta);
		}
		Told.tell((phase == Inbox.PROBES) ? "probed" : "tracked", count, pace.start());
	}

	private static String topic(int phase, long number) {
		return "room:" + phase + "-" + number / PER_TOPIC;
	}

	private void expect(int phase, long count) throws Exception {
		long last = -1;
		long lastAt = System.nanoTime();
		while (this.tally.arrived() < count && System.nanoTime() - lastAt < SILENCE) {
			if (this.tally.arrived() != last) {
				last = this.tally.arrived();
				lastAt = System.nanoTime();
			}
			LockSupport.parkNanos(POLL);
		}
		long at = System.nanoTime();
		long readable = 0;
		for (long number = 0; number < count; number += PER_TOPIC) {
			readable += this.peer.count(topic(phase, number));
		}
		Told.tell("received", readable, at, count - this.tally.arrived(), this.tally.duplicated(), 0,
				this.tally.corrupted());
	}

	private static long heap() {
		System.gc();
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
