package dev.muster.discovery.consul;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WatchSchedule}.
 */
class WatchScheduleTests {

	private static final Duration AT_ONCE = Duration.ofMillis(1);

	private static final Duration LATE = Duration.ofSeconds(20);

	private final WatchSchedule schedule = new WatchSchedule(() -> 0.5);

	@Test
	void theFirstQueryWaitsForNothing() {
		assertThat(this.schedule.index()).isZero();
	}

	@Test
	void theNextQueryWaitsForTheIndexOfTheAnswer() {
		assertThat(this.schedule.answered(17, AT_ONCE)).isEqualTo(WatchSchedule.MIN_PAUSE);
		assertThat(this.schedule.index()).isEqualTo(17);
		assertThat(this.schedule.answered(18, LATE)).isEqualTo(WatchSchedule.MIN_PAUSE);
		assertThat(this.schedule.index()).isEqualTo(18);
	}

	@Test
	void whenNothingChangedInTheTimeThenTheSameQueryFollowsAtOnce() {
		this.schedule.answered(17, AT_ONCE);
		assertThat(this.schedule.answered(17, LATE)).isEqualTo(WatchSchedule.MIN_PAUSE);
		assertThat(this.schedule.index()).isEqualTo(17);
	}

	@Test
	void whenTheAgentDoesNotWaitThenWeDo() {
		this.schedule.answered(17, AT_ONCE);
		assertThat(this.schedule.answered(17, AT_ONCE)).isEqualTo(WatchSchedule.EARLY_PAUSE);
		assertThat(this.schedule.answered(0, AT_ONCE)).isEqualTo(WatchSchedule.EARLY_PAUSE);
	}

	@Test
	void whenTheIndexGoesBackwardsThenItIsForgotten() {
		this.schedule.answered(1000, AT_ONCE);
		assertThat(this.schedule.answered(12, AT_ONCE)).isEqualTo(WatchSchedule.MIN_PAUSE);
		assertThat(this.schedule.index()).isZero();
		this.schedule.answered(12, AT_ONCE);
		assertThat(this.schedule.index()).isEqualTo(12);
	}

	@Test
	void whenTheIndexIsNoneThenItIsForgotten() {
		this.schedule.answered(1000, AT_ONCE);
		this.schedule.answered(-5, AT_ONCE);
		assertThat(this.schedule.index()).isZero();
	}

	@Test
	void afterAFailureTheIndexIsForgotten() {
		this.schedule.answered(1000, AT_ONCE);
		this.schedule.failed();
		assertThat(this.schedule.index()).isZero();
	}

	@Test
	void pausesDoubleUpToALimitAndStartAnewAfterAnAnswer() {
		Duration first = this.schedule.failed();
		assertThat(first).isEqualTo(WatchSchedule.FIRST_BACKOFF.multipliedBy(3).dividedBy(4));
		assertThat(this.schedule.failed()).isEqualTo(first.multipliedBy(2));
		for (int i = 0; i < 100; i++) {
			assertThat(this.schedule.failed()).isLessThanOrEqualTo(WatchSchedule.MAX_BACKOFF);
		}
		assertThat(this.schedule.failed()).isEqualTo(WatchSchedule.MAX_BACKOFF.multipliedBy(3).dividedBy(4));
		this.schedule.answered(1, AT_ONCE);
		assertThat(this.schedule.failed()).isEqualTo(first);
	}

	@Test
	void pausesAreSpreadOverHalfTheSpan() {
		assertThat(new WatchSchedule(() -> 0).failed()).isEqualTo(WatchSchedule.FIRST_BACKOFF.dividedBy(2));
		assertThat(new WatchSchedule(() -> 0.999).failed()).isGreaterThan(Duration.ofMillis(199))
			.isLessThan(WatchSchedule.FIRST_BACKOFF);
	}

}
