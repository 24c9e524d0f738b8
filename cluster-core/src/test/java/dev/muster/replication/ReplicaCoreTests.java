package dev.muster.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import dev.muster.Departure;
import dev.muster.wire.WireWriter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The cases that are known to be hard, one by one.
 */
class ReplicaCoreTests {

	private static final ReplicationSettings NO_LOG = ReplicationSettings.defaults().withLog(0, 0);

	private static final ReplicationSettings NO_LOG_SMALL_FRAMES = NO_LOG.withMaxFrame(64);

	private final TestCore a = new TestCore("a", 1);

	private final TestCore b = new TestCore("b", 2);

	private final TestCore c = new TestCore("c", 3);

	@Test
	void whenADeltaIsLostThenTheRangeIsFetched() {
		TestCore.meet(this.a, this.b);
		TestCore.settle(this.a, this.b);
		this.a.add("lost");
		this.a.take();
		this.a.add("came");
		TestCore.settle(this.a, this.b);
		assertThat(this.b.texts(this.a)).containsExactly("lost", "came");
		assertThat(this.b.core.counters().snapshots).isZero();
		this.b.tick(); // what it knows by now it says a little later
		TestCore.settle(this.a, this.b);
		assertThat(this.a.core.confirmed()).isEqualTo(2);
	}

	@Test
	void whenTheLastDeltaIsLostThenItIsNoticedWithTime() {
		TestCore.meet(this.a, this.b);
		TestCore.settle(this.a, this.b);
		this.a.add("lost");
		this.a.take();
		for (int i = 0; i < 3; i++) {
			this.a.tick();
			this.b.tick();
			TestCore.settle(this.a, this.b);
		}
		assertThat(this.b.texts(this.a)).containsExactly("lost");
		assertThat(this.a.core.confirmed()).isEqualTo(1);
	}

	@Test
	void whenTheGapIsLargerThanTheLogThenASnapshotComes() {
		TestCore owner = new TestCore("owner", 9, NO_LOG_SMALL_FRAMES);
		TestCore.meet(owner, this.b);
		TestCore.settle(owner, this.b);
		long first = owner.add("first");
		TestCore.settle(owner, this.b);
		owner.remove(first);
		for (int i = 0; i < 40; i++) {
			owner.add("entry " + i);
		}
		owner.take();
		owner.add("last");
		TestCore.settle(owner, this.b);
		assertThat(this.b.texts(owner)).hasSize(41).contains("entry 0", "last").doesNotContain("first");
		assertThat(this.b.core.counters().snapshots).isEqualTo(1);
		assertThat(this.b.of(owner).live().hash()).isEqualTo(owner.core.own().live().hash());
	}

	@Test
	void whenDeltasComeTwiceAndOverlapThenEachOperationCountsOnce() {
		TestCore.meet(this.a, this.b);
		TestCore.settle(this.a, this.b);
		this.a.core.beginBatch();
		long first = this.a.add("x");
		this.a.add("y");
		this.a.core.endBatch(this.a.now);
		this.a.remove(first);
		List<byte[]> deltas = this.a.take(Frames.DELTA);
		this.b.events.clear();
		this.b.receive(this.a, deltas);
		this.b.receive(this.a, deltas);
		this.b.receive(this.a, List.of(deltas.get(0)));
		assertThat(this.b.events).containsExactly("+x", "+y", "-x");
	}

	@Test
	void whenAnEntryIsAddedAndRemovedWhileASnapshotIsOnItsWayThenItStaysRemoved() {
		TestCore owner = new TestCore("owner", 9, NO_LOG);
		TestCore.meet(owner, this.b);
		TestCore.settle(owner, this.b);
		owner.add("kept");
		TestCore.settle(owner, this.b);
		byte[] pull = Frames.pull(owner.self.id(), 1, this.b.of(owner).live().blocks());
		long aba = owner.add("aba");
		this.b.receive(owner, owner.take(Frames.DELTA));
		assertThat(this.b.texts(owner)).containsExactly("kept", "aba");
		owner.remove(aba);
		owner.take(); // lost
		owner.receive(this.b, pull);
		this.b.receive(owner, owner.take(Frames.SNAP));
		assertThat(this.b.texts(owner)).containsExactly("kept");
		assertThat(this.b.of(owner).version()).isEqualTo(3);
	}

	@Test
	void whenASnapshotIsOlderThanWhatIsThereThenItIsIgnored() {
		TestCore owner = new TestCore("owner", 9, NO_LOG);
		TestCore.meet(owner, this.b);
		TestCore.settle(owner, this.b);
		long dot = owner.add("x");
		owner.take();
		owner.receive(this.b, Frames.pull(owner.self.id(), 0));
		List<byte[]> early = owner.take(Frames.SNAP);
		owner.remove(dot);
		owner.add("y");
		owner.take();
		owner.receive(this.b, Frames.pull(owner.self.id(), 0));
		this.b.receive(owner, owner.take(Frames.SNAP)); // the later one first
		this.b.receive(owner, early);
		assertThat(this.b.texts(owner)).containsExactly("y");
	}

	@Test
	void whenATransferOfAThirdPartyIsOlderThanADeltaThenNothingIsLost() {
		TestCore.meet(this.a, this.b, this.c);
		long early = this.a.add("early");
		TestCore.settle(this.a, this.b, this.c);
		this.c.receive(this.b, Frames.pull(this.a.self.id(), 0));
		List<byte[]> transfer = this.c.take(Frames.SNAP);
		assertThat(transfer).hasSize(1);
		this.a.remove(early);
		this.a.add("later");
		this.b.receive(this.a, this.a.take(Frames.DELTA));
		this.b.events.clear();
		this.b.receive(this.c, transfer);
		assertThat(this.b.texts(this.a)).containsExactly("later");
		assertThat(this.b.events).isEmpty();
	}

	@Test
	void whenAStrangerSendsFramesThenNothingChanges() {
		TestCore stranger = new TestCore("stranger", 7);
		TestCore.meet(this.a, this.b);
		this.a.add("x");
		TestCore.settle(this.a, this.b);
		TestCore.meet(stranger, this.b); // as the stranger sees it
		this.b.view(Departure.FAILED, this.a, this.b);
		stranger.add("y");
		this.b.take();
		this.b.events.clear();
		List<byte[]> frames = new ArrayList<>(stranger.take().stream().map(TestCore.Sent::frame).toList());
		assertThat(frames).hasSizeGreaterThanOrEqualTo(2);
		frames.add(Frames.pull(this.a.self.id(), 0));
		frames.add(Frames.leave());
		this.b.receive(stranger, frames);
		assertThat(this.b.events).isEmpty();
		assertThat(this.b.take()).as("answers").isEmpty();
		assertThat(this.b.texts(this.a)).containsExactly("x");
		assertThat(this.b.core.counters().malformed).isZero();
	}

	@Test
	void whenAnOriginWasDroppedMeanwhileThenASnapshotFromThenIsIgnored() {
		TestCore owner = new TestCore("owner", 9, NO_LOG);
		TestCore observer = new TestCore("observer", 8, ReplicationSettings.defaults().withRetention(Duration.ZERO, 0));
		TestCore.meet(owner, observer);
		TestCore.settle(owner, observer);
		owner.add("x");
		TestCore.settle(owner, observer);
		byte[] pull = Frames.pull(owner.self.id(), 1, observer.of(owner).live().blocks());
		owner.add("y");
		owner.take();
		owner.receive(observer, pull);
		List<byte[]> snapshot = owner.take(Frames.SNAP);
		observer.view(Departure.FAILED, observer);
		observer.view(Departure.FAILED, owner, observer);
		observer.receive(owner, snapshot);
		assertThat(observer.texts(owner)).isEmpty();
		assertThat(observer.of(owner).version()).isZero();
		owner.view(Departure.FAILED, owner);
		owner.view(Departure.FAILED, owner, observer);
		TestCore.settle(owner, observer);
		assertThat(observer.texts(owner)).containsExactly("x", "y");
	}

	@Test
	void whenAPartOfASnapshotIsMissingThenNothingOfItCounts() {
		TestCore owner = new TestCore("owner", 9, NO_LOG_SMALL_FRAMES);
		TestCore.meet(owner, this.b);
		for (int i = 0; i < 30; i++) {
			owner.add("entry " + i);
		}
		owner.take();
		owner.receive(this.b, Frames.pull(owner.self.id(), 0));
		List<byte[]> parts = owner.take(Frames.SNAP);
		assertThat(parts).hasSizeGreaterThan(3);
		this.b.events.clear();
		for (int missing = 0; missing < parts.size(); missing++) {
			List<byte[]> some = new ArrayList<>(parts);
			some.remove(missing);
			this.b.receive(owner, some);
			assertThat(this.b.texts(owner)).isEmpty();
		}
		assertThat(this.b.events).isEmpty();
		this.b.receive(owner, parts);
		assertThat(this.b.texts(owner)).hasSize(30);
	}

	@Test
	void whenANodeIsBackUnderItsNameThenWhatTheOldOneHadIsGone() {
		TestCore.meet(this.a, this.b);
		this.a.add("old");
		TestCore.settle(this.a, this.b);
		this.b.view(Departure.FAILED, this.b);
		assertThat(this.b.events).endsWith("hidden a");
		assertThat(this.b.texts(this.a)).containsExactly("old");
		TestCore again = new TestCore("a", 11);
		byte[] late = this.a.take().isEmpty() ? Frames.ack(0) : Frames.ack(1);
		TestCore.meet(this.b, again);
		TestCore.settle(this.b, again);
		assertThat(this.b.events).contains("gone a with 1");
		assertThat(this.b.core.origin(this.a.self.id())).isNull();
		this.a.add("late");
		this.b.receive(this.a, this.a.take(Frames.DELTA));
		this.b.receive(this.a, late);
		assertThat(this.b.core.origin(this.a.self.id())).isNull();
	}

	@Test
	void whenSomebodyWhoSaidThatItWritesNoMoreIsRelayedThenItStaysGone() {
		TestCore.meet(this.a, this.b, this.c);
		this.a.add("x");
		TestCore.settle(this.a, this.b, this.c);
		this.a.core.leave(this.a.now);
		this.b.receive(this.a, this.a.take(Frames.LEAVE).get(0));
		assertThat(this.b.events).endsWith("gone a with 1");
		this.c.receive(this.b, Frames.pull(this.a.self.id(), 0));
		List<byte[]> relayed = this.c.take(Frames.SNAP);
		assertThat(relayed).hasSize(1);
		this.b.receive(this.c, relayed);
		assertThat(this.b.texts(this.a)).isEmpty();
		assertThat(this.b.of(this.a).isCurrent()).isTrue();
	}

	@Test
	void whenAMemberIsBackThenOnlyWhatChangedMeanwhileIsTold() {
		TestCore.meet(this.a, this.b);
		long dot = this.a.add("removed");
		this.a.add("kept");
		TestCore.settle(this.a, this.b);
		this.b.view(Departure.FAILED, this.b);
		this.a.view(Departure.FAILED, this.a);
		this.a.remove(dot);
		this.a.add("added");
		this.b.events.clear();
		TestCore.meet(this.a, this.b);
		TestCore.settle(this.a, this.b);
		assertThat(this.b.events).containsExactly("shown a", "-removed", "+added", "current a");
	}

	@Test
	void whenAMemberLeavesThenItsEntriesAreDroppedAtOnce() {
		TestCore.meet(this.a, this.b);
		this.a.add("x");
		TestCore.settle(this.a, this.b);
		this.b.view(Departure.LEFT, this.b);
		assertThat(this.b.events).endsWith("gone a with 1");
		assertThat(this.b.core.others()).isEmpty();
	}

	@Test
	void whenAMemberStaysAwayForTooLongThenItsEntriesAreDropped() {
		TestCore observer = new TestCore("observer", 8,
				ReplicationSettings.defaults().withRetention(Duration.ofSeconds(3), 1000));
		TestCore.meet(this.a, observer);
		this.a.add("x");
		TestCore.settle(this.a, observer);
		observer.view(Departure.FAILED, observer);
		observer.tick();
		assertThat(observer.core.hiddenEntries()).isEqualTo(1);
		for (int i = 0; i < 3; i++) {
			observer.tick();
		}
		assertThat(observer.events).endsWith("gone a with 1");
	}

	@Test
	void whenTooMuchIsHiddenThenWhoIsAwayTheLongestIsDropped() {
		TestCore observer = new TestCore("observer", 8,
				ReplicationSettings.defaults().withRetention(Duration.ofMinutes(20), 2));
		TestCore.meet(this.a, this.b, observer);
		this.a.add("1");
		this.a.add("2");
		this.b.add("3");
		TestCore.settle(this.a, this.b, observer);
		observer.view(Departure.FAILED, this.b, observer);
		observer.now++;
		observer.view(Departure.FAILED, observer);
		assertThat(observer.core.origin(this.a.self.id())).isNull();
		assertThat(observer.texts(this.b)).containsExactly("3");
	}

	@Test
	void whenAnOwnerCrashesAfterItToldOneThenTheOthersLearnItFromThatOne() {
		TestCore.meet(this.a, this.b, this.c);
		this.a.add("known to all");
		TestCore.settle(this.a, this.b, this.c);
		this.a.add("known to b");
		this.b.receive(this.a, this.a.take(Frames.DELTA).get(0));
		this.b.take();
		this.b.view(Departure.FAILED, this.b, this.c);
		this.c.view(Departure.FAILED, this.b, this.c);
		for (int i = 0; i < 25; i++) { // until they compare
			this.b.tick();
			this.c.tick();
			TestCore.settle(this.b, this.c);
		}
		assertThat(this.c.texts(this.a)).containsExactly("known to all", "known to b");
		assertThat(this.c.of(this.a).isVisible()).isFalse();
	}

	@Test
	void whenSomethingIsWrongHereThenItIsNoticedAndFetchedAnew() {
		TestCore.meet(this.a, this.b);
		this.a.add("x");
		TestCore.settle(this.a, this.b);
		this.b.of(this.a).live().remove(1);
		this.b.of(this.a).live().add(new TestCore.Text(77, new byte[0]));
		for (int i = 0; i < 25; i++) {
			this.a.tick();
			TestCore.settle(this.a, this.b);
		}
		assertThat(this.b.core.counters().diverged).isEqualTo(1);
		assertThat(this.b.texts(this.a)).containsExactly("x");
	}

	@Test
	void anOperationOfALaterVersionIsSkippedAndCounts() {
		TestCore.meet(this.a, this.b);
		TestCore.settle(this.a, this.b);
		WireWriter delta = Frames.delta(0).writeVarLong(5 << 2 | 3).writeVarLong(2).writeByte(1).writeByte(2);
		Frames.add(delta, new byte[] { 'x' });
		assertThat(this.b.receive(this.a, delta.toByteArray())).isNull();
		assertThat(this.b.of(this.a).version()).isEqualTo(2);
		assertThat(this.b.texts(this.a)).containsExactly("x");
	}

	@Test
	void whateverTheBytesAreNothingIsThrownAndWhatIsThereStays() {
		TestCore.meet(this.a, this.b);
		this.a.add("x");
		TestCore.settle(this.a, this.b);
		List<byte[]> frames = new ArrayList<>(List.of(Frames.ack(1), Frames.head(1, 5), Frames.leave(),
				Frames.hello(true, 1, 2, List.of(new Frames.Known(this.b.self.id(), 3))),
				Frames.pull(this.a.self.id(), 1, this.a.core.own().live().blocks())));
		this.a.receive(this.b, Frames.pull(this.a.self.id(), 0));
		frames.addAll(this.a.take().stream().map(TestCore.Sent::frame).toList());
		SplittableRandom random = new SplittableRandom(1);
		for (int i = 0; i < 20_000; i++) {
			byte[] frame = frames.get(random.nextInt(frames.size())).clone();
			if (random.nextBoolean()) {
				frame = Arrays.copyOf(frame, random.nextInt(frame.length + 4));
			}
			for (int changes = random.nextInt(3); changes > 0 && frame.length > 0; changes--) {
				frame[random.nextInt(frame.length)] = (byte) random.nextInt();
			}
			this.b.receive(this.a, frame);
			this.b.sent.clear();
			this.b.events.clear();
		}
		assertThat(this.b.core.counters().malformed).isPositive();
		assertThat(this.b.core.counters().listenerFailures).isZero();
	}

	@Test
	void whatAMemberMayHaveIsBounded() {
		TestCore small = new TestCore("small", 9, ReplicationSettings.defaults().withLimits(10, 2));
		small.add("1");
		small.add("2");
		assertThatExceptionOfType(EntryLimitException.class).isThrownBy(() -> small.add("3"));
		small.remove(1);
		small.add("3");
		assertThatIllegalArgumentException().isThrownBy(() -> small.add("longer than ten"));
		assertThat(small.core.own().version()).isEqualTo(4);
	}

	@Test
	void whenEverythingIsReplacedThenNothingOfTheOldIsKept() {
		TestCore.meet(this.a, this.b);
		TestCore.settle(this.a, this.b);
		for (int i = 1; i <= 3 * LiveBlock.DOTS; i++) {
			long dot = this.a.core.add(this.a.now, new byte[] { 1 }).dot();
			if (i > 10) {
				this.a.core.remove(this.a.now, dot - ((i == 11) ? 1 : 2));
			}
		}
		this.a.tick();
		TestCore.settle(this.a, this.b);
		assertThat(this.b.of(this.a).live().hash()).isEqualTo(this.a.core.own().live().hash());
		assertThat(this.b.of(this.a).live().blocks()).hasSizeLessThanOrEqualTo(3);
	}

	@Test
	void aLoneOperationCostsFewBytesMoreThanItSays() {
		TestCore.meet(this.a, this.b);
		TestCore.settle(this.a, this.b);
		for (int i = 0; i < 1_000_000; i++) {
			this.a.core.add(this.a.now, new byte[0]);
		}
		this.a.tick();
		this.a.take();
		long dot = this.a.add("x".repeat(50));
		byte[] join = this.a.take(Frames.DELTA).get(0);
		this.a.remove(dot);
		byte[] leave = this.a.take(Frames.DELTA).get(0);
		this.a.remove(1);
		byte[] oldest = this.a.take(Frames.DELTA).get(0);
		assertThat(join.length - 50).isLessThanOrEqualTo(12);
		assertThat(leave).hasSizeLessThanOrEqualTo(8);
		assertThat(oldest).hasSizeLessThanOrEqualTo(8);
	}

}
