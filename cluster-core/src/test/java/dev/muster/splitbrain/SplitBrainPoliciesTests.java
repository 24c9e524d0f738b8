package dev.muster.splitbrain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.muster.Member;
import dev.muster.MemberId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SplitBrainPolicies}: tables, and what holds for all sides of up to
 * five members. The ids fall with age, so that the oldest is not the lowest.
 */
class SplitBrainPoliciesTests {

	private static final int MOST = 5;

	static Stream<SplitBrainPolicy> soundPolicies() {
		return Stream.of(SplitBrainPolicies.keepMajority(), SplitBrainPolicies.keepOldest(true),
				SplitBrainPolicies.keepOldest(false), SplitBrainPolicies.staticQuorum(MOST));
	}

	@ParameterizedTest
	@MethodSource("soundPolicies")
	void ofTwoSidesWithNoMemberInCommonAtMostOneIsQuorate(SplitBrainPolicy policy) {
		// the oldest are stable, and the others joined one side or the other, or none
		int everybody = (1 << MOST) - 1;
		for (int size = 1; size <= MOST; size++) {
			int stable = (1 << size) - 1;
			for (int one = 1; one <= everybody; one++) {
				for (int other = 1; other <= everybody; other++) {
					if ((one & other) == 0) {
						boolean both = decide(policy, stable, one).isQuorate()
								&& decide(policy, stable, other).isQuorate();
						assertThat(both).as("%s and %s of %s", members(one), members(other), size).isFalse();
					}
				}
			}
		}
	}

	@ParameterizedTest
	@MethodSource("soundPolicies")
	void theOrderInWhichASideIsListedDoesNotMatter(SplitBrainPolicy policy) {
		int all = (1 << MOST) - 1;
		for (int side = 1; side <= all; side++) {
			List<Member> reversed = new ArrayList<>(members(side));
			Collections.reverse(reversed);
			assertThat(policy.decide(new PartitionSnapshot(members(all), reversed)))
				.isEqualTo(decide(policy, all, side));
		}
	}

	@Test
	void aMajorityIsAtLeastHalfOfTheStableMembership() {
		for (int size = 1; size <= MOST; size++) {
			int all = (1 << size) - 1;
			for (int side = 1; side <= all; side++) {
				boolean quorate = decide(SplitBrainPolicies.keepMajority(), all, side).isQuorate();
				int twice = 2 * Integer.bitCount(side);
				boolean lowest = (side & (1 << (size - 1))) != 0;
				assertThat(quorate).as("%s of %s", members(side), size)
					.isEqualTo(twice > size || (twice == size && lowest));
			}
		}
	}

	// from the oldest on the right to the youngest on the left
	@ParameterizedTest
	@CsvSource({ "1110, QUORATE", "0110, MINORITY", "0011, QUORATE", "0001, MINORITY", "1111, QUORATE" })
	void keepOldestUnlessAlone(String side, Verdict verdict) {
		assertThat(decide(SplitBrainPolicies.keepOldest(false), 0b1111, Integer.parseInt(side, 2)).verdict())
			.isEqualTo(verdict);
	}

	@ParameterizedTest
	@CsvSource({ "11110, MINORITY", "00001, QUORATE", "11111, QUORATE", "00010, MINORITY" })
	void keepOldestEvenAlone(String side, Verdict verdict) {
		assertThat(decide(SplitBrainPolicies.keepOldest(true), 0b11111, Integer.parseInt(side, 2)).verdict())
			.isEqualTo(verdict);
	}

	@Test
	void theOldestOfAStableMembershipOfOneIsNotAlone() {
		assertThat(decide(SplitBrainPolicies.keepOldest(false), 0b1, 0b1).isQuorate()).isTrue();
		assertThat(decide(SplitBrainPolicies.keepOldest(false), 0b1, 0b10).isQuorate()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "5, 3, QUORATE", "5, 2, MINORITY", "4, 3, QUORATE", "4, 2, MINORITY", "1, 1, QUORATE",
			"3, 4, UNDECIDED", "4, 5, QUORATE", "2, 3, QUORATE" })
	void staticQuorum(int expectedSize, int size, Verdict verdict) {
		assertThat(decide(SplitBrainPolicies.staticQuorum(expectedSize), 0, (1 << size) - 1).verdict())
			.isEqualTo(verdict);
	}

	@Test
	void staticQuorumCountsThoseThatAreMissingAmongTheKnown() {
		assertThat(decide(SplitBrainPolicies.staticQuorum(3), 0b11111, 0b11).verdict()).isEqualTo(Verdict.UNDECIDED);
	}

	@Test
	void staticQuorumCountsAMemberOnceWhateverElseIsSaidOfIt() {
		Member renamed = new Member(member(1).id(), "n1", "127.0.0.1", 7801, Map.of("zone", "b"));
		PartitionSnapshot snapshot = new PartitionSnapshot(members(0b111), List.of(renamed, member(2)));
		assertThat(SplitBrainPolicies.staticQuorum(3).decide(snapshot).verdict()).isEqualTo(Verdict.QUORATE);
	}

	@Test
	void noneLetsEverySideAct() {
		assertThat(decide(SplitBrainPolicies.none(), 0b111, 0b1).isQuorate()).isTrue();
		assertThat(decide(SplitBrainPolicies.none(), 0b111, 0b110).isQuorate()).isTrue();
	}

	@Test
	void withoutAStableMembershipNothingIsDecided() {
		for (SplitBrainPolicy policy : List.of(SplitBrainPolicies.keepMajority(), SplitBrainPolicies.keepOldest(true),
				SplitBrainPolicies.keepOldest(false))) {
			assertThat(decide(policy, 0, 0b111).verdict()).isEqualTo(Verdict.UNDECIDED);
		}
	}

	@Test
	void aReasonNamesTheNumbers() {
		assertThat(decide(SplitBrainPolicies.keepMajority(), 0b1111, 0b1100).reason())
			.isEqualTo("2 of the 4 members of the stable membership are here, just half, and with them the lowest, n4");
	}

	@Test
	void badInputIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> SplitBrainPolicies.staticQuorum(0));
		assertThatIllegalArgumentException().isThrownBy(() -> new PartitionSnapshot(List.of(), List.of()));
		List<Member> twice = List.of(member(1), member(1));
		assertThatIllegalArgumentException().isThrownBy(() -> new PartitionSnapshot(twice, List.of(member(1))));
		assertThatIllegalArgumentException().isThrownBy(() -> new PartitionSnapshot(List.of(), twice));
	}

	private static Decision decide(SplitBrainPolicy policy, int stable, int side) {
		return policy.decide(new PartitionSnapshot(members(stable), members(side)));
	}

	private static List<Member> members(int bits) {
		List<Member> members = new ArrayList<>();
		for (int i = 0; i < 2 * MOST; i++) {
			if ((bits & (1 << i)) != 0) {
				members.add(member(i + 1));
			}
		}
		return members;
	}

	private static Member member(int age) {
		return new Member(new MemberId(0, 100 - age), "n" + age, "127.0.0.1", 7800 + age, Map.of());
	}

}
