package dev.muster.transport.jgroups.netty;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LinkChoice}.
 */
class LinkChoiceTests {

	private static final long SIMULTANEOUS = 7000;

	private final LinkChoice<String> lower = new LinkChoice<>(true, SIMULTANEOUS);

	private final LinkChoice<String> higher = new LinkChoice<>(false, SIMULTANEOUS);

	@Test
	void whenThereIsOneThenItIsUsedWhoeverInitiatedIt() {
		assertThat(this.lower.add("of higher", false, 0)).isEmpty();
		assertThat(this.lower.active()).isEqualTo("of higher");
		assertThat(this.lower.isActiveByUs()).isFalse();
		assertThat(this.higher.add("of higher", true, 0)).isEmpty();
		assertThat(this.higher.active()).isEqualTo("of higher");
		assertThat(this.higher.isActiveByUs()).isTrue();
	}

	@Test
	void whenBothConnectThenBothUseTheOneOfTheLowerAndTheHigherGivesUpItsOwn() {
		assertThat(this.lower.add("of higher", false, 0)).isEmpty();
		assertThat(this.lower.add("of lower", true, 1)).isEmpty();
		assertThat(this.lower.active()).isEqualTo("of lower");
		assertThat(this.higher.add("of higher", true, 0)).isEmpty();
		assertThat(this.higher.add("of lower", false, 1)).containsExactly("of higher");
		assertThat(this.higher.active()).isEqualTo("of lower");
		assertThat(this.higher.size()).isEqualTo(1);
	}

	@Test
	void whenTheyAreEstablishedTheOtherWayRoundThenTheChoiceIsTheSame() {
		assertThat(this.lower.add("of lower", true, 0)).isEmpty();
		assertThat(this.lower.add("of higher", false, 1)).isEmpty();
		assertThat(this.lower.active()).isEqualTo("of lower");
		assertThat(this.higher.add("of lower", false, 0)).isEmpty();
		assertThat(this.higher.add("of higher", true, 1)).containsExactly("of higher");
		assertThat(this.higher.active()).isEqualTo("of lower");
	}

	@Test
	void whenOneOfTwoEndsThenTheOtherIsUsed() {
		this.lower.add("of higher", false, 0);
		this.lower.add("of lower", true, 1);
		assertThat(this.lower.remove("of lower")).isTrue();
		assertThat(this.lower.active()).isEqualTo("of higher");
		assertThat(this.lower.remove("of higher")).isTrue();
		assertThat(this.lower.remove("of higher")).isFalse();
		assertThat(this.lower.active()).isNull();
		assertThat(this.lower.size()).isZero();
	}

	@Test
	void whenTheSameSideConnectsAnewThenTheNewOneIsUsedAndItsInitiatorGivesUpTheOldOne() {
		for (LinkChoice<String> initiator : List.of(this.lower, this.higher)) {
			initiator.add("old", true, 0);
			assertThat(initiator.add("new", true, 1)).containsExactly("old");
			assertThat(initiator.active()).isEqualTo("new");
		}
	}

	@Test
	void whenThePeerConnectsAnewThenTheNewOneIsUsedAndTheOldOneIsItsToGiveUp() {
		this.higher.add("old", false, 0);
		assertThat(this.higher.add("new", false, 1)).isEmpty();
		assertThat(this.higher.active()).isEqualTo("new");
		assertThat(this.higher.oldestSpare()).isEqualTo("old");
	}

	@Test
	void whenThePeerConnectsTooLateToBeSimultaneousThenOursIsDead() {
		this.lower.add("of lower", true, 0);
		assertThat(this.lower.add("of higher", false, SIMULTANEOUS + 1)).containsExactly("of lower");
		assertThat(this.lower.active()).isEqualTo("of higher");
	}

	@Test
	void whenAllAreTakenThenNoneIsLeft() {
		this.lower.add("of higher", false, 0);
		this.lower.add("of lower", true, 1);
		assertThat(this.lower.clear()).containsExactlyInAnyOrder("of higher", "of lower");
		assertThat(this.lower.active()).isNull();
		assertThat(this.lower.oldestSpare()).isNull();
	}

}
