package dev.muster.benchmarks.presence;

import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.benchmarks.Benchmark;
import dev.muster.benchmarks.Options;
import dev.muster.benchmarks.Table;
import dev.muster.codec.PayloadCodecs;
import dev.muster.presence.DefaultPresence;
import dev.muster.presence.PresenceEntry;
import dev.muster.presence.PresenceRef;
import dev.muster.presence.PresenceSettings;
import dev.muster.replication.ReplicationSettings;
import org.jspecify.annotations.Nullable;

/**
 * Bytes, heap and processor time of presence: what one node sends is recorded and given
 * to another one in the same process, which so is a replica. There is no network, and all
 * work is done by one thread.
 */
public final class PresenceCostsBenchmark implements Benchmark {

	private static final Options.Declaration OPTIONS = Options.declare()
		.option("entries", "1000000", "how many entries there are")
		.option("crashed", "100000", "how many entries the node has that crashes");

	private static final int PER_TOPIC = 20;

	private static final int META = 39;

	private static final int LONE = 20_000;

	private static final int WARM_UPS = 5;

	private final Member owner = member("owner", 1);

	private final Member replica = member("replica", 2);

	private final ClusterView both = new ClusterView(2, this.owner, List.of(this.owner, this.replica));

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final AtomicLong time = new AtomicLong();

	private final Table table = new Table("presence in one process", "what", "result");

	private final byte[] meta = new byte[META];

	private long slowestTask;

	private long slowestTaskCpu;

	@Override
	public void run(String... args) {
		Options options = OPTIONS.parse(args);
		int entries = options.number("entries", 1);
		measureReplica(entries);
		measureCrash(options.number("crashed", 1));
		System.out.println(this.table.markdown());
	}

	private static Member member(String name, int port) {
		return new Member(MemberId.random(), name, "127.0.0.1", port, Map.of());
	}

	private DefaultPresence presence(RecordingTransport transport) {
		return presence(transport, this.time::get);
	}

	private DefaultPresence presence(RecordingTransport transport, LongSupplier nanoTime) {
		return new DefaultPresence(transport, new PayloadCodecs(null), PresenceSettings.defaults(),
				ReplicationSettings.defaults(), this::enqueue, InstantSource.system(), nanoTime);
	}

	// Also by the timer of what is due later
	private void enqueue(Runnable task) {
		synchronized (this.tasks) {
			this.tasks.add(task);
		}
	}

	private void drain() {
		for (Runnable task = next(); task != null; task = next()) {
			long start = System.nanoTime();
			long startCpu = cpu();
			task.run();
			this.slowestTaskCpu = Math.max(this.slowestTaskCpu, cpu() - startCpu);
			this.slowestTask = Math.max(this.slowestTask, System.nanoTime() - start);
		}
	}

	private @Nullable Runnable next() {
		synchronized (this.tasks) {
			return this.tasks.poll();
		}
	}

	private static String topic(int number) {
		return "room:" + number / PER_TOPIC;
	}

	private static String key(int number) {
		return String.format(Locale.ROOT, "user-%06d", number % 1_000_000);
	}

	private List<byte[]> fill(DefaultPresence presence, RecordingTransport transport, int entries) {
		for (int i = 0; i < entries; i++) {
			presence.track(topic(i), key(i), this.meta);
			if (i % 1000 == 0) {
				drain();
			}
		}
		pass(presence);
		return transport.takeFrames();
	}

	/** What waits for others is sent at once if the last operation was some time ago. */
	private void pass(DefaultPresence presence) {
		this.time.addAndGet(10_000_000);
		presence.untrack(presence.track("last", "one", this.meta));
		drain();
	}

	private void measureReplica(int entries) {
		RecordingTransport from = new RecordingTransport(this.owner);
		List<byte[]> bulk;
		List<byte[]> joins = new ArrayList<>();
		List<byte[]> leaves = new ArrayList<>();
		from.install(this.both);
		try (DefaultPresence presence = presence(from)) {
			bulk = fill(presence, from, entries);
			row("bytes of a join in bulk", "%.1f B (key and metadata: %d B)", bytes(bulk) / (double) entries,
					META + key(0).length());
			List<PresenceRef> refs = new ArrayList<>();
			for (int i = 0; i < LONE; i++) {
				this.time.addAndGet(10_000_000);
				refs.add(presence.track(topic(i), key(i) + "x", this.meta));
				drain();
				joins.addAll(from.takeFrames());
			}
			for (PresenceRef ref : refs) {
				this.time.addAndGet(10_000_000);
				presence.untrack(ref);
				drain();
				leaves.addAll(from.takeFrames());
			}
			row("lone join", "%d B beside key and metadata", joins.get(LONE - 1).length - META - key(0).length() - 1);
			row("lone leave", "%d B", leaves.get(0).length);
			churn(presence, from, entries);
		}
		measureReplica(entries, bulk, joins, leaves);
	}

	private void churn(DefaultPresence presence, RecordingTransport from, int entries) {
		for (int i = 0; i < entries / 100; i++) {
			presence.untrack(presence.list(topic(i * PER_TOPIC)).get(0).ref());
			presence.track(topic(i * PER_TOPIC), key(i), this.meta);
			if (i % 1000 == 0) {
				drain();
			}
		}
		pass(presence);
		row("1 % churn, as it is sent again", "%.3f MB", bytes(from.takeFrames()) / 1e6);
	}

	private void measureReplica(int entries, List<byte[]> bulk, List<byte[]> joins, List<byte[]> leaves) {
		long before = heap();
		RecordingTransport to = new RecordingTransport(this.replica);
		try (DefaultPresence presence = presence(to)) {
			to.install(this.both);
			long start = System.nanoTime();
			receive(to, bulk);
			row("apply a join in bulk", "%.2f us", (System.nanoTime() - start) / 1e3 / entries);
			check(presence.statistics().entries() >= entries, "all entries are there");
			to.takeFrames();
			row("heap of an entry on a replica", "%.1f B", (heap() - before) / (double) entries);
			start = System.nanoTime();
			receive(to, joins);
			row("apply a lone join", "%.2f us", (System.nanoTime() - start) / 1e3 / joins.size());
			start = System.nanoTime();
			receive(to, leaves);
			row("apply a lone leave", "%.2f us", (System.nanoTime() - start) / 1e3 / leaves.size());
			measureReads(presence, entries);
		}
	}

	private void receive(RecordingTransport to, List<byte[]> frames) {
		for (byte[] frame : frames) {
			to.receive(this.owner, frame);
			drain();
		}
		to.takeFrames();
	}

	private void measureReads(DefaultPresence presence, int entries) {
		String[] topics = new String[Math.min(1000, entries / PER_TOPIC)];
		for (int i = 0; i < topics.length; i++) {
			topics[i] = topic(i * PER_TOPIC);
		}
		long sum = 0;
		long start = 0;
		int rounds = 200;
		for (int round = 0; round < 2 * rounds; round++) {
			start = (round == rounds) ? System.nanoTime() : start;
			for (String topic : topics) {
				sum += presence.list(topic).size();
			}
		}
		row("list of 20", "%.0f ns", (System.nanoTime() - start) / (double) (rounds * topics.length));
		for (int round = 0; round < 2 * rounds; round++) {
			start = (round == rounds) ? System.nanoTime() : start;
			for (String topic : topics) {
				for (PresenceEntry entry : presence.list(topic)) {
					sum += entry.key().length();
				}
			}
		}
		row("list of 20, and all its entries", "%.0f ns",
				(System.nanoTime() - start) / (double) (rounds * topics.length));
		check(sum > 0, "there was something to read");
	}

	private void measureCrash(int entries) {
		RecordingTransport from = new RecordingTransport(this.owner);
		List<byte[]> frames;
		from.install(this.both);
		try (DefaultPresence presence = presence(from)) {
			frames = fill(presence, from, entries);
		}
		for (int warmUp = WARM_UPS; warmUp >= 0; warmUp--) {
			crash(entries, frames, warmUp == 0);
		}
	}

	private void crash(int entries, List<byte[]> frames, boolean counts) {
		RecordingTransport to = new RecordingTransport(this.replica);
		int[] leaves = new int[1];
		try (DefaultPresence presence = presence(to, System::nanoTime)) { // slices end by
																			// time
			presence.subscribe("**", (diff) -> leaves[0] += diff.leaves().size());
			to.install(this.both);
			receive(to, frames);
			this.slowestTask = 0;
			this.slowestTaskCpu = 0;
			long start = System.nanoTime();
			long startCpu = cpu();
			to.install(new ClusterView(3, this.replica, List.of(this.replica)));
			long hidden = System.nanoTime();
			check(presence.count(topic(0)) == 0, "reads are right");
			drain();
			long told = System.nanoTime();
			long cpu = cpu() - startCpu;
			check(leaves[0] >= entries, "all leaves were told");
			if (counts) {
				row("crash of a node with " + entries + " entries: reads right after", "%.3f ms",
						(hidden - start) / 1e6);
				row("and all diffs told after", "%.1f ms (processor time: %.1f ms)", (told - start) / 1e6, cpu / 1e6);
				row("with no task longer than", "%.1f ms (processor time: %.1f ms)", this.slowestTask / 1e6,
						this.slowestTaskCpu / 1e6);
			}
		}
	}

	private static long cpu() {
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
	}

	private static long bytes(List<byte[]> frames) {
		return frames.stream().mapToLong((frame) -> frame.length).sum();
	}

	private static void check(boolean condition, String what) {
		if (!condition) {
			throw new IllegalStateException("It does not hold that " + what);
		}
	}

	private void row(String what, String format, Object... values) {
		this.table.row(what, String.format(Locale.ROOT, format, values));
	}

	private static long heap() {
		System.gc();
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
