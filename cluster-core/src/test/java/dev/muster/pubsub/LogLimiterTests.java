package dev.muster.pubsub;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogLimiterTests {

	private final AtomicLong now = new AtomicLong();

	private final LogLimiter limiter = new LogLimiter(() -> Instant.ofEpochMilli(this.now.get()), 1000);

	@Test
	void oneLinePassesInAnIntervalAndTellsOfTheOthers() {
		assertThat(this.limiter.acquire()).isZero();
		assertThat(this.limiter.acquire()).isEqualTo(-1);
		this.now.set(999);
		assertThat(this.limiter.acquire()).isEqualTo(-1);
		this.now.set(1000);
		assertThat(this.limiter.acquire()).isEqualTo(2);
		assertThat(this.limiter.acquire()).isEqualTo(-1);
	}

	@Test
	void whenTheClockIsSetBackThenTheLogIsNotSilenced() {
		this.now.set(1_000_000);
		assertThat(this.limiter.acquire()).isZero();
		this.now.set(0);
		assertThat(this.limiter.acquire()).isZero();
	}

}
