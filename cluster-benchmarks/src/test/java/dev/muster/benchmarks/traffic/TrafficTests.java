package dev.muster.benchmarks.traffic;

import dev.muster.benchmarks.link.Traffic;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Traffic}.
 */
class TrafficTests {

	@Test
	void whenThereIsOneTopicThenAllOthersReceiveAll() {
		assertThat(Traffic.ONE_TO_ALL.share(0, 10)).isZero();
		assertThat(Traffic.ONE_TO_ALL.share(2, 10)).isEqualTo(10);
		assertThat(Traffic.ONE_TO_ALL.otherReceivers(0, 0)).isEqualTo(2);
		assertThat(Traffic.ONE_TO_ALL.otherReceivers(0, 1)).isEqualTo(1);
	}

	@Test
	void whenThereAreManyTopicsThenEachMessageHasOneReceiver() {
		Traffic traffic = new Traffic(1, 5, 0);
		assertThat(traffic.received(0)).isEmpty();
		assertThat(traffic.received(1)).containsExactly(0, 2, 4);
		assertThat(traffic.received(2)).containsExactly(1, 3);
		for (int published = 0; published < 20; published++) {
			assertThat(traffic.share(1, published) + traffic.share(2, published)).isEqualTo(published);
		}
	}

}
