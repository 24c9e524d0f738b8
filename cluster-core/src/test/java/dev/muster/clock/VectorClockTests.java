package dev.muster.clock;

import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

import dev.muster.MemberId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class VectorClockTests {

	private static final MemberId A = member(0);

	private static final MemberId B = member(1);

	private static final MemberId C = member(2);

	static MemberId member(int number) {
		return new MemberId(-number, number);
	}

	@Test
	void anEventIsAfterWhatWasKnownAndBesideWhatWasNot() {
		VectorClock first = VectorClock.empty().increment(A);
		VectorClock second = first.increment(B);
		VectorClock aside = first.increment(C);
		assertThat(first.compare(second)).isEqualTo(Causality.BEFORE);
		assertThat(second.compare(first)).isEqualTo(Causality.AFTER);
		assertThat(second.compare(aside)).isEqualTo(Causality.CONCURRENT);
		assertThat(second.compare(VectorClock.empty().increment(A).increment(B))).isEqualTo(Causality.EQUAL);
		assertThat(VectorClock.empty().compare(first)).isEqualTo(Causality.BEFORE);
	}

	@Test
	void aMergeKnowsWhatBothKnow() {
		VectorClock merged = VectorClock.empty()
			.increment(A)
			.increment(A)
			.merge(VectorClock.empty().increment(A).increment(C));
		assertThat(merged.get(A)).isEqualTo(2);
		assertThat(merged.get(B)).isZero();
		assertThat(merged.get(C)).isEqualTo(1);
		assertThat(merged.size()).isEqualTo(2);
		assertThat(merged).hasToString("{" + A + "=2, " + C + "=1}");
	}

	@Test
	void membersThatAreGoneCanBeForgotten() {
		VectorClock clock = VectorClock.empty().increment(A).increment(B);
		assertThat(clock.retain(Set.of(B, C))).isEqualTo(VectorClock.empty().increment(B));
		assertThat(clock.retain(Set.of())).isEqualTo(VectorClock.empty());
	}

	@Test
	void aClockDoesNotChange() {
		VectorClock clock = VectorClock.empty().increment(A);
		clock.increment(A);
		clock.merge(VectorClock.empty().increment(B));
		assertThat(clock.get(A)).isEqualTo(1);
		assertThat(clock.size()).isEqualTo(1);
		assertThat(VectorClock.empty().size()).isZero();
	}

	static LongStream seeds() {
		return LongStream.range(0, Long.getLong("muster.seeds", 300));
	}

	@ParameterizedTest(name = "seed {0}")
	@MethodSource("seeds")
	void theLawsHold(long seed) {
		Random random = new Random(seed);
		VectorClock one = any(random);
		VectorClock two = any(random);
		VectorClock three = any(random);
		assertThat(one.merge(two)).isEqualTo(two.merge(one)).hasSameHashCodeAs(two.merge(one));
		assertThat(one.merge(two).merge(three)).isEqualTo(one.merge(two.merge(three)));
		assertThat(one.merge(one)).isEqualTo(one);
		assertThat(one.merge(VectorClock.empty())).isEqualTo(one);
		assertThat(one.compare(one.merge(two))).isIn(Causality.BEFORE, Causality.EQUAL);
		assertThat(one.compare(two) == Causality.EQUAL).isEqualTo(one.equals(two));
		assertThat(two.compare(one)).isEqualTo(switch (one.compare(two)) {
			case BEFORE -> Causality.AFTER;
			case AFTER -> Causality.BEFORE;
			case EQUAL -> Causality.EQUAL;
			case CONCURRENT -> Causality.CONCURRENT;
		});
		assertThat(one.compare(two)).isEqualTo(definition(one, two));
		if (one.compare(two) == Causality.BEFORE && two.compare(three) == Causality.BEFORE) {
			assertThat(one.compare(three)).isEqualTo(Causality.BEFORE);
		}
	}

	/** Small numbers of few members, so that each answer comes up. */
	private static VectorClock any(Random random) {
		VectorClock clock = VectorClock.empty();
		for (int i = random.nextInt(5); i > 0; i--) {
			clock = clock.increment(member(random.nextInt(3)));
		}
		return clock;
	}

	private static Causality definition(VectorClock one, VectorClock two) {
		boolean noLess = true;
		boolean noMore = true;
		for (MemberId member : new MemberId[] { A, B, C }) {
			noLess &= one.get(member) >= two.get(member);
			noMore &= one.get(member) <= two.get(member);
		}
		if (noLess && noMore) {
			return Causality.EQUAL;
		}
		return noLess ? Causality.AFTER : (noMore ? Causality.BEFORE : Causality.CONCURRENT);
	}

}
