package dev.muster.sample;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OccupantsDiffTests {

	private static final Occupant ADA = new Occupant("ada", "1.1", "node-1");

	private static final Occupant ADA_AGAIN = new Occupant("ada", "1.2", "node-1");

	private static final Occupant BOB = new Occupant("bob", "2.1", "node-2");

	@Test
	void whenNothingChangedThenItIsEmpty() {
		assertThat(OccupantsDiff.between(List.of(ADA, BOB), List.of(BOB, ADA)).isEmpty()).isTrue();
	}

	@Test
	void whoCameAndWhoLeftIsToldForEachBrowser() {
		OccupantsDiff diff = OccupantsDiff.between(List.of(ADA, BOB), List.of(ADA, ADA_AGAIN));
		assertThat(diff).isEqualTo(new OccupantsDiff(List.of(ADA_AGAIN), List.of(BOB)));
		assertThat(diff.isEmpty()).isFalse();
	}

	@Test
	void whenOneIsAnotherWithTheSameRefThenItDoesNotLeave() {
		Occupant renamed = new Occupant("ada", "1.1", "node-1a");
		assertThat(OccupantsDiff.between(List.of(ADA), List.of(renamed)))
			.isEqualTo(new OccupantsDiff(List.of(renamed), List.of()));
	}

}
