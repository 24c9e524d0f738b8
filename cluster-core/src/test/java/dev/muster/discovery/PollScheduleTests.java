package dev.muster.discovery;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PollScheduleTests {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private long now;

	private PollSchedule schedule = new PollSchedule(INTERVAL, () -> 0.5, 0);

	private Duration untilDue() {
		return Duration.ofNanos(this.schedule.nanosUntilDue(this.now));
	}

	private void poll(boolean good, Duration duration) {
		this.now += this.schedule.nanosUntilDue(this.now);
		this.schedule.pollBegun(this.now);
		this.now += duration.toNanos();
		if (good) {
			this.schedule.pollSucceeded();
		}
		else {
			this.schedule.pollFailed(this.now);
		}
	}

	@Test
	void whenNewThenDueAtOnce() {
		assertThat(untilDue()).isZero();
	}

	@Test
	void whenAllIsWellThenOnePollBeginsPerInterval() {
		for (int i = 0; i < 1000; i++) {
			poll(true, Duration.ofMillis(i));
		}
		this.now += this.schedule.nanosUntilDue(this.now);
		assertThat(Duration.ofNanos(this.now)).isEqualTo(INTERVAL.multipliedBy(1000));
	}

	@Test
	void whenAPollTakesLongerThanTheIntervalThenTheNextIsDueAtOnceAndOnlyOnce() {
		poll(true, INTERVAL.multipliedBy(10));
		assertThat(untilDue()).isZero();
		poll(true, Duration.ZERO);
		assertThat(untilDue()).isEqualTo(INTERVAL);
	}

	@Test
	void whenItFailsThenTheDelayGrowsToALimitAndIsSpread() {
		long seed = System.nanoTime();
		System.out.println("Seed " + seed);
		Random random = new Random(seed);
		this.schedule = new PollSchedule(INTERVAL, random::nextDouble, 0);
		Duration span = INTERVAL;
		for (int i = 0; i < 100; i++) {
			poll(false, Duration.ofMillis(1));
			assertThat(untilDue()).isBetween(span.dividedBy(2), span);
			span = span.multipliedBy(2);
			span = (span.compareTo(PollSchedule.MAX_BACKOFF) < 0) ? span : PollSchedule.MAX_BACKOFF;
		}
		poll(true, Duration.ZERO);
		assertThat(untilDue()).isEqualTo(INTERVAL);
		poll(false, Duration.ZERO);
		assertThat(untilDue()).isLessThanOrEqualTo(INTERVAL);
	}

	@Test
	void whenTheIntervalIsLongerThanTheLimitThenItIsTheLimit() {
		this.schedule = new PollSchedule(Duration.ofHours(1), () -> 0.999, 0);
		for (int i = 0; i < 100; i++) {
			poll(false, Duration.ZERO);
			assertThat(untilDue()).isLessThanOrEqualTo(Duration.ofHours(1));
		}
	}

	@Test
	void whenTheIntervalIsEndlessThenNothingOverflows() {
		this.schedule = new PollSchedule(Duration.ofSeconds(Long.MAX_VALUE), () -> 0.999, 0);
		poll(true, Duration.ZERO);
		assertThat(untilDue()).isGreaterThan(Duration.ofDays(300));
		poll(false, Duration.ZERO);
		assertThat(untilDue()).isGreaterThan(Duration.ofDays(100));
	}

	@Test
	void whenChangedThenDueAtOnceAlsoDuringABackOff() {
		poll(true, Duration.ZERO);
		this.now += Duration.ofSeconds(1).toNanos();
		this.schedule.changed(this.now);
		assertThat(untilDue()).isZero();
		poll(false, Duration.ofSeconds(1));
		this.schedule.changed(this.now);
		assertThat(untilDue()).isZero();
	}

	@Test
	void whenChangedDuringAPollThenDueAfterIt() {
		this.schedule.pollBegun(this.now);
		this.now += Duration.ofSeconds(1).toNanos();
		this.schedule.changed(this.now);
		this.schedule.pollSucceeded();
		assertThat(untilDue()).isZero();
	}

	@Test
	void whenChangedAllTheTimeThenPollsKeepTheirDistance() {
		for (int i = 0; i < 10; i++) {
			this.schedule.changed(this.now);
			poll(true, Duration.ZERO);
		}
		assertThat(Duration.ofNanos(this.now)).isEqualTo(PollSchedule.MIN_GAP.multipliedBy(9));
	}

}
