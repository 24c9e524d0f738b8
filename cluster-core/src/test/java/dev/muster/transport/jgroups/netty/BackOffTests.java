package dev.muster.transport.jgroups.netty;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BackOff}.
 */
class BackOffTests {

	private final BackOff backOff = new BackOff(50, 2000, () -> 1.0);

	@Test
	void whenNothingFailedThenThereIsNoDelay() {
		assertThat(this.backOff.delay(123)).isZero();
		assertThat(this.backOff.shortest(123)).isZero();
	}

	@Test
	void whenTriesFailThenTheSecondIsAtOnceAndThePauseDoublesUpToItsMaximum() {
		List<Long> delays = new ArrayList<>();
		for (int i = 0; i < 9; i++) {
			this.backOff.trying(1000);
			this.backOff.failed();
			delays.add(this.backOff.delay(1000));
		}
		assertThat(delays).containsExactly(0L, 50L, 100L, 200L, 400L, 800L, 1600L, 2000L, 2000L);
	}

	@Test
	void whenThePausesAreLongThenTheyDoNotOverflow() {
		long minute = 60_000_000_000L;
		BackOff patient = new BackOff(minute, 10 * minute, () -> 1.0);
		for (int i = 0; i < 40; i++) {
			patient.trying(0);
			patient.failed();
		}
		assertThat(patient.delay(0)).isEqualTo(10 * minute);
	}

	@Test
	void whenATryTookItsTimeThenThePauseIsOver() {
		fail(5);
		this.backOff.trying(1000);
		this.backOff.failed();
		assertThat(this.backOff.delay(1000 + 790)).isEqualTo(10);
		assertThat(this.backOff.delay(1000 + 2000)).isZero();
	}

	@Test
	void whenAConnectionLivedThenThereIsNoDelay() {
		fail(5);
		this.backOff.established(10_000);
		this.backOff.ended(12_000);
		assertThat(this.backOff.delay(12_000)).isZero();
	}

	@Test
	void whenConnectionsEndAtOnceThenThereIsADelay() {
		for (int i = 0; i < 3; i++) {
			this.backOff.trying(1000);
			this.backOff.established(1001);
			this.backOff.ended(1002);
		}
		assertThat(this.backOff.delay(1002)).isEqualTo(98);
	}

	@Test
	void whenThereIsJitterThenThePauseIsAtMostAQuarterShorter() {
		BackOff jittered = new BackOff(1000, 2000, () -> 0.0);
		jittered.failed();
		jittered.trying(0);
		jittered.failed();
		assertThat(jittered.delay(0)).isEqualTo(750);
	}

	@Test
	void whenItIsReplacedTooOftenThenThereIsADelay() {
		this.backOff.trying(1000);
		assertThat(this.backOff.shortest(1010)).isEqualTo(40);
		assertThat(this.backOff.shortest(2000)).isZero();
	}

	private void fail(int times) {
		for (int i = 0; i < times; i++) {
			this.backOff.trying(0);
			this.backOff.failed();
		}
	}

}
