package dev.muster.pubsub.replay;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a publisher keeps, and under which numbers.
 */
class OutboundReplayTests {

	private final ReplayRing<String> ring = new ReplayRing<>(0, "a.*", 40, 1000);

	private final OutboundReplay<String> replay = new OutboundReplay<>(this.ring, 7);

	@Test
	void findsWhatTheRingStillKeeps() {
		for (int i = 1; i <= 100; i++) {
			this.replay.skip(this.ring.keep("m" + i, 10));
		}
		assertThat(this.replay.find(1, 100)).isEqualTo(new OutboundReplay.Part<>(1, 61, "m61"));
		assertThat(this.replay.find(62, 1000)).isEqualTo(new OutboundReplay.Part<>(62, 62, "m62"));
		assertThat(this.replay.find(100, 100)).isEqualTo(new OutboundReplay.Part<>(100, 100, "m100"));
		assertThat(this.replay.find(101, 200)).isNull();
		assertThat(this.replay.find(5, 7)).isEqualTo(new OutboundReplay.Part<>(5, 7, null));
	}

	@Test
	void whatWasRefusedIsNotFound() {
		this.replay.skip(null);
		this.replay.skip(this.ring.keep("kept", 1));
		assertThat(this.replay.find(1, 1)).isEqualTo(new OutboundReplay.Part<>(1, 1, null));
		assertThat(this.replay.find(1, 2)).isEqualTo(new OutboundReplay.Part<>(1, 2, "kept"));
	}

	@Test
	void bytesAreBoundedToo() {
		Kept<String> first = this.ring.keep("first", 600);
		assertThat(this.ring.keep("second", 600).frame()).isEqualTo("second");
		assertThat(first.frame()).isNull();
		assertThat(this.ring.keep("too large", 1001).frame()).isNull();
		assertThat(this.ring.bytes()).isZero();
		assertThat(this.ring.count()).isZero();
	}

	@Test
	void thePositionIsToldOnceNothingIsQueued() {
		assertThat(this.replay.position()).isEqualTo(1);
		this.replay.draw(this.ring.keep("queued", 1), (number) -> assertThat(number).isEqualTo(1));
		this.replay.skip(null);
		assertThat(this.replay.position()).isZero();
		assertThat(this.replay.dequeued()).isTrue();
		assertThat(this.replay.position()).isEqualTo(3);
		assertThat(this.replay.drawn()).isEqualTo(2);
	}

}
