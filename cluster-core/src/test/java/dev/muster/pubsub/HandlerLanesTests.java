package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Subscriptions that handle several messages at a time.
 */
@Timeout(120)
class HandlerLanesTests {

	private static final int LANES = 4;

	private final FakeNetwork network = new FakeNetwork();

	private final TestBus a = new TestBus(this.network, "a").start();

	private final TestBus b = new TestBus(this.network, "b").start();

	private final Map<String, List<Integer>> received = new ConcurrentHashMap<>();

	@BeforeEach
	void settle() throws Exception {
		InterestTests.settle(this.a, this.b);
	}

	@AfterEach
	void close() {
		this.a.close();
		this.b.close();
	}

	@Test
	void messagesOfOneKeyStayInOrder() throws Exception {
		subscribe(this.a, (message) -> note("a", message));
		subscribe(this.b, (message) -> note("b", message));
		for (int i = 0; i < 2000; i++) {
			this.a.pubSub.publish("t", i, PublishOptions.defaults().key("k" + i % 20).header("key", "k" + i % 20));
		}
		for (String node : List.of("a", "b")) {
			for (int key = 0; key < 20; key++) {
				int first = key;
				List<Integer> expected = IntStream.range(0, 100).map((n) -> n * 20 + first).boxed().toList();
				String name = node + "k" + key;
				await().untilAsserted(() -> assertThat(this.received.get(name)).isEqualTo(expected));
			}
		}
	}

	private void note(String node, Message<Integer> message) {
		assertThat(message.headers()).containsOnlyKeys("key");
		this.received
			.computeIfAbsent(node + message.headers().get("key"),
					(key) -> Collections.synchronizedList(new ArrayList<>()))
			.add(message.payload());
	}

	@Test
	void withoutAKeyAllHandlersAreUsed() throws Exception {
		CyclicBarrier together = new CyclicBarrier(LANES);
		subscribe(this.b, (message) -> {
			if (message.payload() < LANES) {
				together.await(60, TimeUnit.SECONDS);
			}
		});
		for (int i = 0; i < LANES * 10; i++) {
			this.a.pubSub.publish("t", i);
		}
		await().untilAsserted(() -> assertThat(this.b.pubSub.statistics().delivered()).isEqualTo(LANES * 10));
		assertThat(this.b.pubSub.statistics().failed()).isZero();
	}

	@Test
	void aKeyWhoseHandlerHangsDoesNotStopOthers() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		List<String> other = Collections.synchronizedList(new ArrayList<>());
		subscribe(this.b, (message) -> {
			if (message.payload() == 0) {
				gate.await();
			}
			other.add(String.valueOf(message.payload()));
		});
		this.a.pubSub.publish("t", 0, PublishOptions.defaults().key("a"));
		this.a.pubSub.publish("t", 1, PublishOptions.defaults().key("b"));
		this.a.pubSub.publish("t", 2);
		await().untilAsserted(() -> assertThat(other).containsExactlyInAnyOrder("1", "2"));
		assertThat(this.b.pubSub.subscriptions().get(0).busyFor()).isPositive();
		gate.countDown();
		await().untilAsserted(() -> assertThat(other).hasSize(3));
	}

	@Test
	void whenAllLanesAreFullThenTheQueueIsBoundedAndNothingIsLostInIt() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		Subscription subscription = this.b.pubSub.subscribe("t", Integer.class,
				SubscriptionOptions.defaults().concurrency(2).queueCapacity(10).overflow(Overflow.DROP_NEWEST),
				(message) -> gate.await());
		TestBus.live(subscription);
		int capacity = 10 + 2 * (HandlerLanes.CAPACITY + 1) + 1;
		for (int i = 0; i < capacity + 20; i++) {
			this.a.pubSub.publish("t", i);
		}
		await().untilAsserted(() -> assertThat(this.b.pubSub.statistics().received()).isEqualTo(capacity + 20));
		long dropped = this.b.pubSub.statistics().dropped();
		assertThat(dropped).isGreaterThanOrEqualTo(20);
		gate.countDown();
		await()
			.untilAsserted(() -> assertThat(this.b.pubSub.statistics().delivered()).isEqualTo(capacity + 20 - dropped));
	}

	@Test
	void whenClosedThenItEndsWithTheLastHandler() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		CountDownLatch entered = new CountDownLatch(2);
		Subscription subscription = subscribe(this.b, (message) -> {
			entered.countDown();
			gate.await();
		});
		for (int i = 0; i < 100; i++) {
			this.a.pubSub.publish("t", i, PublishOptions.defaults().key((i % 2 == 0) ? "a" : "b"));
		}
		await().untilAsserted(() -> assertThat(this.b.pubSub.statistics().received()).isEqualTo(100));
		assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
		subscription.close();
		assertThat(subscription.ended()).isNotDone();
		gate.countDown();
		subscription.ended().get(60, TimeUnit.SECONDS);
		PubSubStatistics statistics = this.b.pubSub.statistics();
		assertThat(statistics.delivered() + statistics.dropped()).isEqualTo(100);
	}

	@Test
	void concurrencyIsBounded() {
		for (int wrong : new int[] { 0, -1, SubscriptionOptions.MAX_CONCURRENCY + 1 }) {
			assertThatIllegalArgumentException().isThrownBy(() -> SubscriptionOptions.defaults().concurrency(wrong))
				.withMessageContaining(String.valueOf(wrong));
		}
	}

	@Test
	void aHeaderNeedsAName() {
		assertThatIllegalArgumentException().isThrownBy(() -> PublishOptions.defaults().header("", "x"));
	}

	private Subscription subscribe(TestBus bus, MessageHandler<Integer> handler) throws Exception {
		Subscription subscription = bus.pubSub.subscribe("t", Integer.class,
				SubscriptionOptions.defaults().concurrency(LANES), handler);
		TestBus.live(subscription);
		return subscription;
	}

}
