package dev.muster.pubsub;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PeerInterestTests {

	private final PeerInterest interest = new PeerInterest(5);

	@Test
	void untilItIsKnownItMayBeEverything() {
		assertThat(this.interest.mayWant("a")).isTrue();
		assertThat(this.interest.wants("a")).isFalse();
		this.interest.snapshot(true, true, 0, List.of());
		assertThat(this.interest.mayWant("a")).isFalse();
	}

	@Test
	void aSnapshotCountsWhenItsLastPartIsThere() {
		assertThat(this.interest.snapshot(true, false, 7, List.of("a"))).isEqualTo(PeerInterest.Outcome.NOTHING);
		assertThat(this.interest.isKnown()).isFalse();
		assertThat(this.interest.snapshot(false, true, 7, List.of("b.*"))).isEqualTo(PeerInterest.Outcome.REPLACED);
		assertThat(this.interest.version()).isEqualTo(7);
		assertThat(this.interest.wants("a")).isTrue();
		assertThat(this.interest.wants("b.c")).isTrue();
		assertThat(this.interest.mayWant("c")).isFalse();
	}

	@Test
	void theLastSnapshotIsTrueWhateverItsVersion() {
		this.interest.snapshot(true, true, 7, List.of("a"));
		this.interest.snapshot(true, true, 3, List.of("b"));
		assertThat(this.interest.version()).isEqualTo(3);
		assertThat(this.interest.wants("a")).isFalse();
		assertThat(this.interest.wants("b")).isTrue();
	}

	@Test
	void whenTheFirstPartIsMissingThenItIsAskedForOnce() {
		assertThat(this.interest.snapshot(false, true, 7, List.of("a"))).isEqualTo(PeerInterest.Outcome.GAP);
		assertThat(this.interest.snapshot(false, true, 7, List.of("a"))).isEqualTo(PeerInterest.Outcome.NOTHING);
		assertThat(this.interest.isKnown()).isFalse();
	}

	@Test
	void changesFollowOnTheVersionBefore() {
		this.interest.snapshot(true, true, 7, List.of("a"));
		assertThat(this.interest.delta(7, 9, List.of(new InterestChange(true, "b"), new InterestChange(false, "a"))))
			.isEqualTo(PeerInterest.Outcome.CHANGED);
		assertThat(this.interest.version()).isEqualTo(9);
		assertThat(this.interest.wants("a")).isFalse();
		assertThat(this.interest.wants("b")).isTrue();
	}

	@Test
	void whenChangesAreMissingThenASnapshotIsAskedForOnceAndTheOldHolds() {
		this.interest.snapshot(true, true, 7, List.of("a"));
		assertThat(this.interest.delta(8, 9, List.of(new InterestChange(false, "a"))))
			.isEqualTo(PeerInterest.Outcome.GAP);
		assertThat(this.interest.delta(9, 10, List.of())).isEqualTo(PeerInterest.Outcome.NOTHING);
		assertThat(this.interest.version()).isEqualTo(7);
		this.interest.snapshot(true, true, 10, List.of());
		assertThat(this.interest.delta(11, 12, List.of())).as("asks again after the answer")
			.isEqualTo(PeerInterest.Outcome.GAP);
	}

	@Test
	void whenThereAreTooManyPatternsThenItWantsEverything() {
		this.interest.snapshot(true, true, 6, List.of("1", "2", "3", "4", "5", "6"));
		assertThat(this.interest.wants("anything")).isTrue();
		this.interest.snapshot(true, true, 7, List.of("1", "2", "3", "4", "5"));
		assertThat(this.interest.wants("anything")).isFalse();
		this.interest.delta(7, 8, List.of(new InterestChange(true, "6")));
		assertThat(this.interest.wants("anything")).isTrue();
	}

	@Test
	void resetForgetsAll() {
		this.interest.snapshot(true, true, 7, List.of("a"));
		this.interest.reset();
		assertThat(this.interest.isKnown()).isFalse();
		assertThat(this.interest.wants("a")).isFalse();
	}

}
