package dev.muster.replication;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.benchmarks.Benchmark;
import dev.muster.transport.ViewChange;

/**
 * What a million entries cost a replica, without a network: bytes on the wire, time to
 * apply an operation, heap, and what a rejoin takes after some have changed.
 */
public final class ReplicationBenchmark implements Benchmark {

	private static final int ENTRIES = 1_000_000;

	private static final int BODY = 50;

	private static final int ROUNDS = 5;

	private static final int SAMPLES = 20_000;

	private static final long STEP = 2_000_000;

	private final Random random = new Random(1);

	private long now;

	@Override
	public void run(String... args) {
		Side owner = new Side("owner", 1);
		Side replica = new Side("replica", 2);
		meet(1, owner, replica);
		long before = usedHeap();
		long bytes = 0;
		for (int i = 0; i < ENTRIES; i++) {
			owner.core.add(this.now, new byte[BODY]);
			bytes += deliver(owner, replica);
		}
		this.now += 1_000_000_000L;
		owner.core.tick(this.now);
		bytes += deliver(owner, replica);
		print("bulk, bytes per entry of %d", BODY, (double) bytes / ENTRIES);
		joins(owner, replica);
		leaves(owner, replica);
		rejoin(owner, replica);
		Side only = replica;
		owner.end();
		print("heap of a replica, bytes per entry of %d", BODY, (double) (usedHeap() - before) / only.size());
	}

	private void joins(Side owner, Side replica) {
		for (int round = 0; round < ROUNDS; round++) {
			long[] nanos = new long[SAMPLES];
			for (int i = 0; i < SAMPLES; i++) {
				this.now += STEP;
				owner.core.add(this.now, new byte[BODY]);
				nanos[i] = apply(owner, replica);
			}
			report("a join applied, ns", round, nanos);
		}
	}

	private void leaves(Side owner, Side replica) {
		for (int round = 0; round < ROUNDS; round++) {
			long[] nanos = new long[SAMPLES];
			for (int i = 0; i < SAMPLES; i++) {
				this.now += STEP;
				owner.core.remove(this.now, anyDot(owner));
				nanos[i] = apply(owner, replica);
			}
			report("a leave applied, ns", round, nanos);
		}
	}

	/** One in a hundred has left meanwhile, and as many have come. */
	private void rejoin(Side owner, Side replica) {
		owner.view(2, owner);
		replica.view(2, replica);
		for (int i = 0; i < ENTRIES / 100; i++) {
			owner.core.remove(this.now, anyDot(owner));
			owner.core.add(this.now, new byte[BODY]);
		}
		owner.frames.clear();
		meet(3, owner, replica);
		long bytes = 0;
		while (!owner.frames.isEmpty() || !replica.frames.isEmpty()) {
			bytes += deliver(owner, replica) + deliver(replica, owner);
		}
		if (owner.core.own().live().hash() != replica.hashOf(owner)) {
			throw new IllegalStateException("The replica is wrong");
		}
		print("rejoin after 1 %% of %d changed, bytes", ENTRIES, bytes);
	}

	private long anyDot(Side owner) {
		while (true) {
			long dot = 1 + this.random.nextInt(ENTRIES);
			if (owner.core.own().find(dot) != null) {
				return dot;
			}
		}
	}

	private void meet(long number, Side owner, Side replica) {
		owner.view(number, owner, replica);
		replica.view(number, owner, replica);
		if (number == 1) {
			owner.frames.clear();
			replica.frames.clear();
		}
	}

	private long apply(Side from, Side to) {
		byte[] frame = from.frames.remove(from.frames.size() - 1);
		long start = System.nanoTime();
		to.core.received(this.now, from.self, frame);
		long nanos = System.nanoTime() - start;
		from.frames.clear();
		to.frames.clear();
		return nanos;
	}

	private long deliver(Side from, Side to) {
		if (from.frames.isEmpty()) {
			return 0;
		}
		List<byte[]> frames = new ArrayList<>(from.frames);
		from.frames.clear();
		long bytes = 0;
		for (byte[] frame : frames) {
			bytes += frame.length;
			to.core.received(this.now, from.self, frame);
		}
		return bytes;
	}

	private static void report(String what, int round, long[] nanos) {
		if (round == ROUNDS - 1) { // those before are for warming up
			Arrays.sort(nanos);
			System.out.printf(Locale.ROOT, "%s: p50 %d, p90 %d, p99 %d, mean %.0f%n", what, nanos[SAMPLES / 2],
					nanos[SAMPLES * 9 / 10], nanos[SAMPLES * 99 / 100], Arrays.stream(nanos).average().orElse(0));
		}
	}

	private static void print(String what, int size, double value) {
		System.out.printf(Locale.ROOT, what + ": %.1f%n", size, value);
	}

	private static long usedHeap() {
		Runtime runtime = Runtime.getRuntime();
		long used = Long.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			System.gc();
			used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
		}
		return used;
	}

	/**
	 * One of the two.
	 */
	private final class Side implements Network, ReplicaListener<IndexedEntry> {

		private final Member self;

		private final List<byte[]> frames = new ArrayList<>();

		private ReplicaCore<IndexedEntry> core = create();

		private ClusterView view;

		Side(String name, long id) {
			this.self = new Member(new MemberId(0, id), name, "localhost", 7800, Map.of());
			this.view = new ClusterView(0, this.self, List.of(this.self));
		}

		private ReplicaCore<IndexedEntry> create() {
			return new ReplicaCore<>(ReplicationSettings.defaults(), this, this, EnumSet.allOf(Rule.class));
		}

		void view(long number, Side... sides) {
			List<Member> members = Arrays.stream(sides).map((side) -> side.self).toList();
			ClusterView current = new ClusterView(number, members.get(0), members);
			this.core.viewChanged(ReplicationBenchmark.this.now, this.self, ViewChange
				.between((number > 1) ? this.view : null, current, (member) -> Departure.FAILED, List.of()));
			this.view = current;
		}

		/** Forget all, so that only the other one's heap is measured. */
		void end() {
			this.core = create();
		}

		int size() {
			return this.core.others().stream().mapToInt(Origin::size).sum();
		}

		long hashOf(Side other) {
			Origin<IndexedEntry> origin = this.core.origin(other.self.id());
			return (origin != null) ? origin.live().hash() : 0;
		}

		@Override
		public void send(MemberId to, byte[] frame) {
			this.frames.add(frame);
		}

		@Override
		public void send(MemberId to, FrameStream stream) {
			for (byte[] frame = stream.next(); frame != null; frame = stream.next()) {
				this.frames.add(frame);
			}
		}

		@Override
		public void broadcast(byte[] frame) {
			this.frames.add(frame);
		}

		@Override
		public IndexedEntry create(Origin<IndexedEntry> origin, long dot, byte[] body) {
			return new IndexedEntry(origin, dot, body);
		}

	}

	/**
	 * An entry with what a user needs to find it: its origin, and a place in an index.
	 */
	private static final class IndexedEntry extends Entry {

		@SuppressWarnings("unused") // for its size
		private final Origin<IndexedEntry> origin;

		@SuppressWarnings("unused") // for its size
		private final int topic = 0;

		@SuppressWarnings("unused") // for its size
		private final int position = 0;

		IndexedEntry(Origin<IndexedEntry> origin, long dot, byte[] body) {
			super(dot, body);
			this.origin = origin;
		}

	}

}
