package dev.muster.pubsub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InterestLinkTests {

	private static final int SEEDS = 500;

	private final End a = new End();

	private final End b = new End();

	@Test
	void aMemberIsToldAllFirstAndChangesAfterwards() {
		this.a.own.add("x");
		exchange();
		assertThat(this.b.log).containsExactly("snapshot true true 1 [x]", "ack 0");
		this.a.own.add("y");
		this.a.own.remove("x");
		exchange();
		assertThat(this.b.log).endsWith("delta 1 3 [+y, -x]");
		assertThat(this.a.link.confirmed()).isEqualTo(3);
		assertThat(this.b.link.theirs().wants("y")).isTrue();
	}

	@Test
	void whenThereIsNothingToTellThenNothingIsSent() {
		exchange();
		assertThat(this.a.link.take(this.a.own).frames(1000)).isEmpty();
	}

	@Test
	void whenADeltaIsLostThenTheNextOneBringsASnapshot() {
		exchange();
		this.a.own.add("x");
		this.a.link.take(this.a.own); // lost
		this.a.own.add("y");
		exchange();
		assertThat(this.b.link.theirs().wants("x")).isTrue();
		assertThat(this.b.link.theirs().wants("y")).isTrue();
		assertThat(this.a.link.confirmed()).isEqualTo(2);
	}

	@Test
	void whenALastAnnouncementIsLostThenRepairSendsItAgain() {
		exchange();
		this.a.own.add("x");
		this.a.link.take(this.a.own); // lost
		assertThat(this.a.link.repair(this.a.own.version())).as("gives it time first").isTrue();
		assertThat(this.a.link.take(this.a.own).frames(1000)).isEmpty();
		assertThat(this.a.link.repair(this.a.own.version())).isTrue();
		exchange();
		assertThat(this.a.link.confirmed()).isEqualTo(1);
		assertThat(this.a.link.repair(this.a.own.version())).as("all is well").isFalse();
	}

	@Test
	void whenTheOtherStaysSilentThenRepairAsks() {
		this.b.link.take(this.b.own); // lost
		assertThat(this.a.link.repair(0)).isTrue();
		assertThat(this.a.link.repair(0)).isTrue();
		exchange();
		assertThat(this.b.log).contains("request");
		assertThat(this.a.link.theirs().isKnown()).isTrue();
	}

	@Test
	void whoComesBackIsToldAllAgain() {
		this.a.own.add("x");
		exchange();
		this.a.link.rejoined();
		assertThat(this.a.link.confirmed()).isEqualTo(-1);
		assertThat(this.a.link.theirs().isKnown()).isFalse();
		this.b.link.announceAgain();
		exchange();
		assertThat(this.a.link.confirmed()).isEqualTo(1);
		assertThat(this.a.link.theirs().isKnown()).isTrue();
	}

	@Test
	void bothKnowAllInTheEndWhateverIsLost() {
		long first = System.nanoTime();
		System.out.println("First seed of InterestLinkTests: " + first);
		for (long seed = first; seed < first + SEEDS; seed++) {
			history(new Random(seed), "seed " + seed);
		}
	}

	private static void history(Random random, String seed) {
		End left = new End();
		End right = new End();
		int loss = random.nextInt(3) * 20;
		for (int step = 0; step < 200; step++) {
			End end = random.nextBoolean() ? left : right;
			End other = (end == left) ? right : left;
			switch (random.nextInt(6)) {
				case 0, 1 -> end.change(random);
				case 2, 3 -> end.send(other, random, loss);
				case 4 -> other.receive(random.nextInt(5));
				default -> {
					if (random.nextInt(10) == 0) {
						end.link.repair(end.own.version());
					}
				}
			}
			if (loss == 0) {
				assertKnowsWhatWasConfirmed(left, right, seed);
				assertKnowsWhatWasConfirmed(right, left, seed);
			}
		}
		for (int round = 0; round < 6; round++) { // as time passes and nothing is lost
													// any more
			left.link.repair(left.own.version());
			right.link.repair(right.own.version());
			exchange(left, right);
		}
		assertAgreed(left, right, seed);
		assertAgreed(right, left, seed);
	}

	private static void assertKnowsWhatWasConfirmed(End owner, End other, String seed) {
		List<InterestChange> missing = owner.own.since(Math.max(0, owner.link.confirmed()));
		assertThat(missing).isNotNull();
		if (owner.link.confirmed() < 0) {
			return;
		}
		for (String pattern : owner.own.patterns()) {
			if (!missing.contains(new InterestChange(true, pattern))) {
				assertThat(other.link.theirs().wants(pattern)).as("%s: %s", seed, pattern).isTrue();
			}
		}
	}

	private static void assertAgreed(End owner, End other, String seed) {
		assertThat(owner.link.confirmed()).as(seed).isEqualTo(owner.own.version());
		assertThat(other.link.theirs().version()).as(seed).isEqualTo(owner.own.version());
		for (int i = 0; i < 10; i++) {
			assertThat(other.link.theirs().wants("t" + i)).as(seed).isEqualTo(owner.own.patterns().contains("t" + i));
		}
		assertThat(owner.link.repair(owner.own.version())).as(seed).isFalse();
	}

	private void exchange() {
		exchange(this.a, this.b);
	}

	private static void exchange(End left, End right) {
		for (int i = 0; i < 4; i++) {
			left.send(right, new Random(0), 0);
			right.send(left, new Random(0), 0);
			left.receive(1000);
			right.receive(1000);
		}
	}

	/** One member's end of a link, and the frames on their way to it. */
	private static final class End implements FrameSink {

		private final OwnInterest own = new OwnInterest();

		private final InterestLink link = new InterestLink();

		private final Deque<byte[]> incoming = new ArrayDeque<>();

		private final List<String> log = new ArrayList<>();

		void change(Random random) {
			String pattern = "t" + random.nextInt(10);
			if (this.own.patterns().contains(pattern)) {
				this.own.remove(pattern);
			}
			else {
				this.own.add(pattern);
			}
		}

		void send(End to, Random random, int lossPercent) {
			for (byte[] frame : this.link.take(this.own).frames(600)) {
				if (random.nextInt(100) >= lossPercent) {
					to.incoming.add(frame);
				}
			}
		}

		void receive(int count) {
			for (int i = 0; i < count && !this.incoming.isEmpty(); i++) {
				byte[] frame = this.incoming.remove();
				RecordingSink recording = new RecordingSink();
				new BatchReader(1000).read(Batches.of(frame), recording);
				this.log.addAll(recording.events());
				new BatchReader(1000).read(Batches.of(frame), this);
			}
		}

		@Override
		public void message(String topic, int codec, long sentAt, Map<String, String> headers, byte[] batch, int offset,
				int length) {
			throw new AssertionError("No message was sent");
		}

		@Override
		public void enveloped(Envelope envelope, String topic, int codec, long sentAt, Map<String, String> headers,
				byte[] batch, int offset, int length) {
			throw new AssertionError("There are no messages");
		}

		@Override
		public void answer(long id, Answer answer) {
			throw new AssertionError("There are no requests");
		}

		@Override
		public void cancel(long id) {
			throw new AssertionError("There are no requests");
		}

		@Override
		public void snapshot(boolean first, boolean last, long version, List<String> patterns) {
			this.link.snapshot(first, last, version, patterns);
		}

		@Override
		public void delta(long from, long to, List<InterestChange> changes) {
			this.link.delta(from, to, changes);
		}

		@Override
		public void ack(long version) {
			this.link.ack(version);
		}

		@Override
		public void request() {
			this.link.announceAgain();
		}

		@Override
		public void skipped(String problem) {
			throw new AssertionError(problem);
		}

	}

}
