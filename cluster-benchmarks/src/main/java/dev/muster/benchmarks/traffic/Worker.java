package dev.muster.benchmarks.traffic;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import dev.muster.benchmarks.Orders;
import dev.muster.benchmarks.Told;
import dev.muster.benchmarks.Usage;
import dev.muster.benchmarks.link.Link;
import dev.muster.benchmarks.link.Peer;
import dev.muster.benchmarks.link.Setup;
import dev.muster.benchmarks.link.Traffic;
import org.HdrHistogram.Histogram;

/**
 * One of the processes. Arguments: peer, cluster, place (from 0), directory, own address,
 * ports, whether to use virtual threads, payload size, how many publish, how many topics,
 * window.
 */
final class Worker {

	private static final long POLL = TimeUnit.MILLISECONDS.toNanos(1);

	private final Link link;

	private final Inbox inbox;

	private final Outbox outbox;

	private final Requests requests;

	private long cpu;

	private long allocated;

	private long wireMessages;

	private Worker(Link link, Setup setup, int size) {
		Payloads payloads = new Payloads(size);
		Window window = new Window(setup);
		this.link = link;
		this.inbox = new Inbox(setup, payloads, window);
		this.outbox = new Outbox(link, setup, payloads, window);
		this.requests = new Requests(link, payloads);
		window.open(link);
	}

	/**
	 * Follow orders.
	 * @param args as above
	 * @throws Exception if something fails
	 */
	public static void main(String[] args) throws Exception {
		Setup setup = new Setup(args[1], Integer.parseInt(args[2]), Path.of(args[3]), args[4],
				Arrays.stream(args[5].split(",")).map(Integer::valueOf).toList(),
				new Traffic(Integer.parseInt(args[8]), Integer.parseInt(args[9]), Integer.parseInt(args[10])),
				Boolean.parseBoolean(args[6]));
		try (Link link = Peer.of(args[0]).link(setup)) {
			Worker worker = new Worker(link, setup, Integer.parseInt(args[7]));
			link.start(worker.inbox);
			Told.tell("started");
			Orders.follow(worker::follow);
		}
		System.exit(0); // whatever threads a peer leaves behind
	}

	private void follow(String[] words) throws Exception {
		switch (words[0]) {
			case "form" -> form();
			case "probe" -> this.outbox.probe();
			case "silent" -> Told.tell("silent", this.inbox.silentTopics());
			case "arm" -> arm(number(words, 1), false);
			case "time" -> arm(number(words, 1), true);
			case "publish" -> this.outbox.publish(number(words, 1), number(words, 2));
			case "pace" -> this.outbox.pace(number(words, 1), number(words, 2));
			case "rest" -> this.outbox.rest();
			case "expect" ->
				expect(IntStream.range(1, words.length).mapToLong((i) -> Long.parseLong(words[i])).toArray());
			case "latencies" -> tellLatencies("latencies", this.inbox.latencies());
			case "serve" -> this.requests.serve();
			case "ask" -> this.requests.ask(number(words, 1), number(words, 2), number(words, 3));
			case "ask-paced" -> this.requests.askPaced(number(words, 1), number(words, 2), number(words, 3));
			case "members" -> awaitMembers(number(words, 1));
			case "usage" -> usage();
			default -> throw new IllegalArgumentException(words[0]);
		}
	}

	private static int number(String[] words, int index) {
		return Integer.parseInt(words[index]);
	}

	private void form() throws Exception {
		while (!this.link.isFormed()) {
			LockSupport.parkNanos(POLL);
		}
		this.link.prepare();
		Told.tell("formed");
	}

	private void arm(int phase, boolean timed) {
		this.inbox.arm(phase, timed);
		this.cpu = Usage.processCpu();
		this.allocated = Usage.allocated();
		this.wireMessages = this.link.wireMessages();
		Told.tell("armed");
	}

	private void usage() {
		long wire = this.link.wireMessages();
		Told.tell("usage", Usage.processCpu() - this.cpu, Usage.allocated() - this.allocated,
				(wire < 0) ? -1 : wire - this.wireMessages);
	}

	private void expect(long[] published) {
		Inbox.Received received = this.inbox.await(published);
		Tallies tallies = received.tallies();
		Told.tell("received", received.count(), received.at(), received.lost(), tallies.duplicated(),
				tallies.reordered(), tallies.corrupted());
	}

	static void tellLatencies(String word, Histogram latencies, Object... more) {
		Object[] values = { latencies.getTotalCount(), latencies.getValueAtPercentile(50),
				latencies.getValueAtPercentile(99), latencies.getValueAtPercentile(99.9), latencies.getMaxValue() };
		Object[] all = Arrays.copyOf(values, values.length + more.length);
		System.arraycopy(more, 0, all, values.length, more.length);
		Told.tell(word, all);
	}

	private void awaitMembers(int count) {
		while (this.link.members() != count) {
			LockSupport.parkNanos(POLL);
		}
		Told.tell("members", count);
	}

}
