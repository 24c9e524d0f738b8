package dev.muster.benchmarks.traffic;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Tally}.
 */
class TallyTests {

	private final Payloads payloads = new Payloads(100);

	private final Tally tally = new Tally(1, this.payloads, 0, 1);

	@Test
	void whenAllArriveInOrderThenThereIsNoProblem() {
		arrive(0, 1, 2, 3);
		assertProblems(4, 0, 0, 0, 0);
	}

	@Test
	void whenOneIsMissingThenItIsLost() {
		arrive(0, 2, 3);
		assertProblems(5, 2, 0, 0, 0);
	}

	@Test
	void whenOneComesLateThenItIsReordered() {
		arrive(0, 2, 1, 3);
		assertProblems(4, 0, 0, 1, 0);
	}

	@Test
	void whenOneComesAgainThenItIsDuplicated() {
		arrive(0, 1, 1, 2, 0);
		assertProblems(3, 0, 2, 0, 0);
	}

	@Test
	void whenContentOrPhaseIsWrongThenItIsCorruptedAndLost() {
		byte[] flipped = this.payloads.make(1, 0);
		flipped[99] ^= 1;
		this.tally.add(flipped, 0, flipped.length);
		byte[] stray = this.payloads.make(2, 0);
		this.tally.add(stray, 0, stray.length);
		this.tally.add(stray, 0, 5);
		assertProblems(1, 1, 0, 0, 3);
	}

	@Test
	void whenTopicsTakeTurnsThenEachHasItsOwnOrder() {
		Tally second = new Tally(1, this.payloads, 1, 3);
		for (long number : new long[] { 1, 7, 4, 10, 5 }) {
			second.add(this.payloads.make(1, number), 0, 100);
		}
		assertThat(second.arrived()).isEqualTo(4);
		assertThat(second.reordered()).isEqualTo(1);
		assertThat(second.corrupted()).as("one was of another topic").isEqualTo(1);
	}

	private void arrive(long... numbers) {
		for (long number : numbers) {
			byte[] payload = this.payloads.make(1, number);
			byte[] moved = new byte[payload.length + 7]; // it need not stand in front
			System.arraycopy(payload, 0, moved, 7, payload.length);
			this.tally.add(moved, 7, payload.length);
		}
	}

	private void assertProblems(long sent, long lost, long duplicated, long reordered, long corrupted) {
		assertThat(this.tally.lost(sent)).isEqualTo(lost);
		assertThat(this.tally.duplicated()).isEqualTo(duplicated);
		assertThat(this.tally.reordered()).isEqualTo(reordered);
		assertThat(this.tally.corrupted()).isEqualTo(corrupted);
	}

}
