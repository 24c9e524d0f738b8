package dev.muster.transport.jgroups.netty;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Dialling}.
 */
class DiallingTests {

	private final Dialling<String> dialling = new Dialling<>(new BackOff(50, 2000, () -> 1.0));

	@Test
	void whenItHasBegunThenItIsUnderWayUntilItFails() {
		assertThat(this.dialling.isUnderWay()).isFalse();
		assertThat(this.dialling.begin("a", false, 0)).isZero();
		assertThat(this.dialling.isUnderWay()).isTrue();
		assertThat(this.dialling.is("a")).isTrue();
		assertThat(this.dialling.is("b")).isFalse();
		assertThat(this.dialling.failed()).isFalse();
		assertThat(this.dialling.isUnderWay()).isFalse();
	}

	@Test
	void whenItFailsThenTheNextOnesWaitLongerAndLonger() {
		this.dialling.begin("a", false, 0);
		this.dialling.failed();
		assertThat(this.dialling.begin("b", false, 10)).isZero();
		this.dialling.failed();
		assertThat(this.dialling.begin("c", false, 20)).isEqualTo(40);
		this.dialling.failed();
		assertThat(this.dialling.begin("d", false, 60)).isEqualTo(100);
	}

	@Test
	void whenItIsToReplaceAConnectionThenItWaitsTheShortestPauseOnly() {
		this.dialling.begin("a", false, 0);
		this.dialling.established("a", 1);
		assertThat(this.dialling.begin("b", true, 10)).isEqualTo(40);
	}

	@Test
	void whenAnotherIsDemandedMeanwhileThenItIsSaidOnce() {
		this.dialling.again();
		this.dialling.begin("a", false, 0);
		assertThat(this.dialling.established("a", 1)).isFalse();
		this.dialling.begin("b", true, 100);
		this.dialling.again();
		assertThat(this.dialling.established("of the peer", 101)).isFalse();
		assertThat(this.dialling.established("b", 102)).isTrue();
		this.dialling.begin("c", true, 200);
		assertThat(this.dialling.failed()).isFalse();
	}

	@Test
	void whenItIsCalledOffThenItIsNotUnderWay() {
		assertThat(this.dialling.callOff()).isNull();
		this.dialling.begin("a", false, 0);
		this.dialling.again();
		assertThat(this.dialling.callOff()).isEqualTo("a");
		assertThat(this.dialling.isUnderWay()).isFalse();
		this.dialling.begin("b", false, 1);
		assertThat(this.dialling.established("b", 2)).isFalse();
	}

}
