package dev.muster.pubsub;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RouteCacheTests {

	private final RouteCache cache = new RouteCache(10);

	@Test
	void isBounded() {
		for (int i = 0; i < 1000; i++) {
			put("t" + i);
			assertThat(this.cache.size()).isLessThanOrEqualTo(20);
		}
		assertThat(this.cache.find("t999")).isNotNull();
		assertThat(this.cache.find("t0")).isNull();
		assertThat(this.cache.findOld("t0")).isNull();
	}

	@Test
	void whatWasUsedLatelySurvives() {
		for (int i = 0; i < 11; i++) {
			put("t" + i);
		}
		assertThat(this.cache.find("t5")).isNull();
		assertThat(this.cache.findOld("t5")).isNotNull();
	}

	@Test
	void aTopicEvictsItselfFromBothGenerations() {
		for (int i = 0; i < 11; i++) {
			put("t" + i);
		}
		this.cache.evict("t5");
		this.cache.evict("t10");
		assertThat(this.cache.findOld("t5")).isNull();
		assertThat(this.cache.find("t10")).isNull();
		assertThat(this.cache.findOld("t6")).isNotNull();
	}

	@Test
	void aPatternEvictsAll() {
		put("a");
		this.cache.evict("*");
		assertThat(this.cache.size()).isZero();
	}

	private void put(String topic) {
		this.cache.put(new Route(topic, new LocalSubscription[0], new LocalSubscription[0], new Peer[0], new Peer[0],
				new RouteGroup[0], RouteGroup.NONE));
	}

}
