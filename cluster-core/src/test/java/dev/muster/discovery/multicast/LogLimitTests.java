package dev.muster.discovery.multicast;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogLimitTests {

	private final LogLimit limit = new LogLimit();

	private static InetAddress peer(int i) throws UnknownHostException {
		return InetAddress.getByAddress(new byte[] { 10, (byte) (i >> 16), (byte) (i >> 8), (byte) i });
	}

	@Test
	void whenAMinuteHasPassedThenAPeerGetsAnotherLine() throws UnknownHostException {
		assertThat(this.limit.permits(peer(1), 0)).isTrue();
		assertThat(this.limit.permits(peer(1), Duration.ofSeconds(59).toNanos())).isFalse();
		assertThat(this.limit.permits(peer(2), Duration.ofSeconds(59).toNanos())).isTrue();
		assertThat(this.limit.permits(peer(1), Duration.ofSeconds(60).toNanos())).isTrue();
		assertThat(this.limit.permits(peer(2), Duration.ofSeconds(60).toNanos())).isFalse();
	}

	@Test
	void whenThereAreManyPeersThenLinesAndMemoryAreBounded() throws UnknownHostException {
		int lines = 0;
		for (int i = 0; i < 100_000; i++) {
			if (this.limit.permits(peer(i), i)) {
				lines++;
			}
		}
		assertThat(lines).isEqualTo(LogLimit.MAX_PEERS + 1);
		assertThat(this.limit.size()).isEqualTo(lines);
		assertThat(this.limit.permits(peer(7), Duration.ofMinutes(2).toNanos())).isTrue();
		assertThat(this.limit.size()).isOne();
	}

}
