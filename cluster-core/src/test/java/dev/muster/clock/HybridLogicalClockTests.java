package dev.muster.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class HybridLogicalClockTests {

	private static final Duration MAX_OFFSET = Duration.ofMillis(500);

	private long wall = 1_000_000;

	private final HybridLogicalClock clock = new HybridLogicalClock(() -> Instant.ofEpochMilli(this.wall), MAX_OFFSET);

	@Test
	void aStampIsTheWallClockAndNumbersWhatFallsIntoOneMillisecond() {
		assertThat(this.clock.now()).isEqualTo(HybridTimestamp.of(1_000_000, 0));
		assertThat(this.clock.now()).isEqualTo(HybridTimestamp.of(1_000_000, 1));
		this.wall++;
		assertThat(this.clock.now()).isEqualTo(HybridTimestamp.of(1_000_001, 0));
	}

	@Test
	void whenTheWallClockIsPutBackThenStampsGoOnAndTellHowFarAheadTheyAre() {
		HybridTimestamp before = this.clock.now();
		this.wall -= 600_000;
		assertThat(this.clock.now()).isGreaterThan(before).isEqualTo(HybridTimestamp.of(1_000_000, 1));
		assertThat(this.clock.ahead()).isEqualTo(Duration.ofMinutes(10));
		this.wall += 600_001;
		assertThat(this.clock.now()).isEqualTo(HybridTimestamp.of(1_000_001, 0));
		assertThat(this.clock.ahead()).isZero();
	}

	@Test
	void aStampThatIsAheadIsFollowed() {
		assertThat(this.clock.update(HybridTimestamp.of(1_000_500, 7))).isEqualTo(HybridTimestamp.of(1_000_500, 8));
		assertThat(this.clock.now()).isEqualTo(HybridTimestamp.of(1_000_500, 9));
		assertThat(this.clock.ahead()).isEqualTo(MAX_OFFSET);
		assertThat(this.clock.refused()).isZero();
	}

	@Test
	void aStampThatIsBehindChangesNothing() {
		assertThat(this.clock.update(HybridTimestamp.of(3, 65_535))).isEqualTo(HybridTimestamp.of(1_000_000, 0));
	}

	@Test
	void aStampThatIsTooFarAheadIsCountedAndNotFollowed() {
		assertThat(this.clock.update(HybridTimestamp.of(1_000_501, 0))).isEqualTo(HybridTimestamp.of(1_000_000, 0));
		assertThat(this.clock.update(new HybridTimestamp(Long.MAX_VALUE))).isEqualTo(HybridTimestamp.of(1_000_000, 1));
		assertThat(this.clock.refused()).isEqualTo(2);
	}

	@Test
	void whatIsAheadOfTheStampsButNotOfTheWallClockIsMeasuredByTheWallClock() {
		this.clock.update(HybridTimestamp.of(1_000_500, 0));
		assertThat(this.clock.update(HybridTimestamp.of(1_000_501, 0)))
			.as("clocks that follow each other may not carry each other away")
			.isEqualTo(HybridTimestamp.of(1_000_500, 2));
	}

	@Test
	void moreStampsThanTheCounterHoldsBorrowFromTheNextMillisecond() {
		for (int i = 0; i <= 65_535; i++) {
			this.clock.now();
		}
		assertThat(this.clock.now()).isEqualTo(HybridTimestamp.of(1_000_001, 0));
	}

	@Test
	void aWallClockBefore1970CountsAs1970() {
		this.wall = -5;
		assertThat(this.clock.now()).isEqualTo(HybridTimestamp.of(0, 1));
	}

	@Test
	void atTheEndOfTimeItFailsInsteadOfBeginningAnew() {
		this.wall = Long.MAX_VALUE >>> 16;
		this.clock.update(new HybridTimestamp(Long.MAX_VALUE - 1));
		assertThatIllegalStateException().isThrownBy(this.clock::now).withMessageContaining("end of time");
	}

	@Test
	void badValuesAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new HybridLogicalClock(InstantSource.system(), Duration.ofMillis(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> new HybridTimestamp(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> HybridTimestamp.of(-1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> HybridTimestamp.of(1L << 47, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> HybridTimestamp.of(0, 65_536));
		assertThatIllegalArgumentException().isThrownBy(() -> HybridTimestamp.of(0, -1));
	}

	@Test
	void aStampIsReadable() {
		assertThat(HybridTimestamp.of(1_764_000_000_123L, 4)).hasToString("2025-11-24T16:00:00.123Z#4");
		assertThat(HybridTimestamp.of(5, 6).millis()).isEqualTo(5);
		assertThat(HybridTimestamp.of(5, 6).counter()).isEqualTo(6);
	}

	@Test
	void severalThreadsNeverGetTheSameStamp() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			Set<HybridTimestamp> all = ConcurrentHashMap.newKeySet();
			Callable<Void> task = () -> {
				HybridTimestamp last = new HybridTimestamp(0);
				for (int i = 0; i < 10_000; i++) {
					HybridTimestamp next = (i % 2 == 0) ? this.clock.now() : this.clock.update(last);
					assertThat(next).isGreaterThan(last);
					assertThat(all.add(next)).isTrue();
					last = next;
				}
				return null;
			};
			for (Future<Void> future : threads.invokeAll(List.of(task, task, task, task))) {
				future.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	static LongStream seeds() {
		return LongStream.range(0, Long.getLong("muster.seeds", 200));
	}

	/**
	 * Members send each other messages while their wall clocks differ, run, stand and are
	 * put back: stamps grow from cause to effect, and stay within the offset of a clock.
	 */
	@ParameterizedTest(name = "seed {0}")
	@MethodSource("seeds")
	void stampsAgreeWithCauseAndEffect(long seed) {
		Random random = new Random(seed);
		int nodes = 2 + random.nextInt(5);
		long[] walls = new long[nodes];
		List<HybridLogicalClock> clocks = new ArrayList<>();
		List<Event> history = new ArrayList<>();
		List<VectorClock> known = new ArrayList<>();
		for (int i = 0; i < nodes; i++) {
			int node = i;
			walls[i] = 1_000_000 + random.nextInt(400);
			clocks.add(new HybridLogicalClock(() -> Instant.ofEpochMilli(walls[node]), MAX_OFFSET));
			known.add(VectorClock.empty());
		}
		long fastest = 0;
		for (int step = 0; step < 120; step++) {
			int node = random.nextInt(nodes);
			walls[node] = 1_000_000 + step + random.nextInt(400);
			fastest = Math.max(fastest, walls[node]);
			VectorClock before = known.get(node);
			HybridTimestamp stamp;
			if (history.isEmpty() || random.nextBoolean()) {
				stamp = clocks.get(node).now();
			}
			else {
				Event message = history.get(random.nextInt(history.size()));
				before = before.merge(message.known());
				stamp = clocks.get(node).update(message.stamp());
			}
			assertThat(stamp.millis()).isBetween(walls[node], fastest);
			VectorClock after = before.increment(VectorClockTests.member(node));
			known.set(node, after);
			history.add(new Event(after, stamp));
		}
		assertThat(clocks).allSatisfy((each) -> assertThat(each.refused()).isZero());
		for (Event one : history) {
			for (Event two : history) {
				if (one.known().compare(two.known()) == Causality.BEFORE) {
					assertThat(one.stamp()).isLessThan(two.stamp());
				}
			}
		}
	}

	private record Event(VectorClock known, HybridTimestamp stamp) {
	}

}
