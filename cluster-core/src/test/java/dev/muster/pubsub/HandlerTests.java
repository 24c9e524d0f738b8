package dev.muster.pubsub;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.type.TypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Handlers, good and bad, and what they may do to the bus.
 */
@Timeout(120)
class HandlerTests {

	private final FakeNetwork network = new FakeNetwork();

	private final TestBus a = new TestBus(this.network, "a").start();

	private final TestBus b = new TestBus(this.network, "b").start();

	@AfterEach
	void close() {
		this.a.close();
		this.b.close();
	}

	@Test
	void whenAHandlerThrowsThenTheNextMessageFollows() throws Exception {
		List<Integer> handled = new CopyOnWriteArrayList<>();
		Subscription subscription = this.b.pubSub.subscribe("t", Integer.class, (message) -> {
			handled.add(message.payload());
			switch (message.payload()) {
				case 1 -> throw new IllegalStateException("unchecked");
				case 2 -> throw new Exception("checked");
				case 3 -> throw new AssertionError("an error");
				case 4 -> throw new StackOverflowError("a worse one");
				case 5 -> throw new NoClassDefFoundError("a missing class");
				case 6 -> Thread.currentThread().interrupt();
				case 7 -> new CountDownLatch(0).await(); // fails if still interrupted
				default -> {
				}
			}
		});
		TestBus.live(subscription);
		for (int i = 1; i <= 8; i++) {
			this.a.pubSub.publish("t", i);
		}
		await().untilAsserted(() -> assertThat(handled).containsExactly(1, 2, 3, 4, 5, 6, 7, 8));
		await().untilAsserted(() -> assertThat(this.b.pubSub.statistics().delivered()).isEqualTo(3));
		assertThat(this.b.pubSub.statistics().failed()).isEqualTo(5);
		SubscriptionStatus status = this.b.pubSub.subscriptions().get(0);
		assertThat(status.delivered()).isEqualTo(3);
		assertThat(status.failed()).isEqualTo(5);
	}

	@Test
	void whenOneCannotDecodeThenTheOthersStillGetTheMessage() throws Exception {
		TestBus.Received<Integer> number = this.b.subscribe("t", Integer.class).live();
		TestBus.Received<Object> any = this.b.subscribe("t", Object.class).live();
		this.a.pubSub.publish("t", Map.of("not", "a number"));
		this.a.pubSub.publish("t", "nor this");
		this.a.pubSub.publish("t", 7);
		await().untilAsserted(() -> assertThat(number.payloads()).containsExactly(7));
		await()
			.untilAsserted(() -> assertThat(any.payloads()).containsExactly(Map.of("not", "a number"), "nor this", 7));
		assertThat(this.b.pubSub.statistics().undecodable()).isEqualTo(2);
		assertThat(this.b.pubSub.statistics().failed()).isZero();
		assertThat(this.b.pubSub.subscriptions()).extracting(SubscriptionStatus::failed).containsExactly(2L, 0L);
	}

	@Test
	void aHandlerThatBlocksForEverStopsNobodyElse() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		TestBus.live(this.b.pubSub.subscribe("t", Integer.class, (message) -> never.await()));
		TestBus.Received<Integer> other = this.b.subscribe("t", Integer.class).live();
		for (int i = 0; i < 100; i++) {
			this.a.pubSub.publish("t", i);
		}
		await().untilAsserted(() -> assertThat(other.payloads()).hasSize(100));
		assertThat(this.b.pubSub.subscriptions().get(0).queued()).isEqualTo(99);
	}

	@Test
	void oneCallAtATime() throws Exception {
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger count = new AtomicInteger();
		TestBus.live(this.b.pubSub.subscribe("t", byte[].class, (message) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			Thread.onSpinWait();
			running.decrementAndGet();
			count.incrementAndGet();
		}));
		for (int i = 0; i < 5000; i++) {
			((i % 2 == 0) ? this.a : this.b).pubSub.publish("t", new byte[1]);
		}
		await().untilAsserted(() -> assertThat(count).hasValue(5000));
		assertThat(most).hasValue(1);
	}

	@Test
	void aHandlerMayPublish() throws Exception {
		CompletableFuture<Integer> done = new CompletableFuture<>();
		TestBus.live(this.a.pubSub.subscribe("ping", Integer.class,
				(message) -> this.a.pubSub.publish("pong", message.payload() + 1)));
		TestBus.live(this.b.pubSub.subscribe("pong", Integer.class, (message) -> {
			if (message.payload() < 1000) {
				this.b.pubSub.publish("ping", message.payload());
			}
			else {
				done.complete(message.payload());
			}
		}));
		InterestTests.settle(this.a, this.b);
		this.b.pubSub.publish("ping", 0);
		assertThat(done.get(60, TimeUnit.SECONDS)).isEqualTo(1000);
	}

	@Test
	void aHandlerMayPublishToItself() throws Exception {
		CountDownLatch done = new CountDownLatch(5000);
		TestBus.live(this.a.pubSub.subscribe("t", Integer.class, (message) -> {
			done.countDown();
			this.a.pubSub.publish("t", message.payload() + 1);
		}));
		this.a.pubSub.publish("t", 0);
		assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aHandlerMayCloseItsOwnSubscription() throws Exception {
		CompletableFuture<Subscription> self = new CompletableFuture<>();
		AtomicInteger calls = new AtomicInteger();
		CountDownLatch closed = new CountDownLatch(1);
		CountDownLatch queued = new CountDownLatch(1);
		Subscription subscription = this.a.pubSub.subscribe("t", Integer.class, (message) -> {
			calls.incrementAndGet();
			queued.await();
			self.join().close();
			closed.countDown();
		});
		self.complete(subscription);
		for (int i = 0; i < 10; i++) {
			this.a.pubSub.publish("t", i);
		}
		queued.countDown();
		assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
		TestBus.Received<Integer> marker = this.a.subscribe("t", Integer.class).live();
		this.a.pubSub.publish("t", 10);
		await().untilAsserted(() -> assertThat(marker.payloads()).containsExactly(10));
		assertThat(calls).hasValue(1);
		assertThat(this.a.pubSub.subscriptions()).hasSize(1);
	}

	@Test
	void aHandlerMaySubscribe() throws Exception {
		List<Integer> inner = new CopyOnWriteArrayList<>();
		TestBus.live(this.a.pubSub.subscribe("t", Integer.class, (message) -> {
			if (message.payload() == 0) {
				this.a.pubSub.subscribe("t", Integer.class, (later) -> inner.add(later.payload()));
				this.a.pubSub.publish("t", 1);
			}
		}));
		this.a.pubSub.publish("t", 0);
		await().untilAsserted(() -> assertThat(inner).containsExactly(1));
	}

	@Test
	void afterCloseNoCallBegins() throws Exception {
		for (int round = 0; round < 200; round++) {
			AtomicInteger after = new AtomicInteger();
			CountDownLatch first = new CountDownLatch(1);
			AtomicBoolean closed = new AtomicBoolean();
			Subscription subscription = this.a.pubSub.subscribe("t", byte[].class, (message) -> {
				if (closed.get()) {
					after.incrementAndGet();
				}
				first.countDown();
			});
			for (int i = 0; i < 20; i++) {
				this.a.pubSub.publish("t", new byte[0]);
			}
			first.await();
			subscription.close();
			closed.set(true);
			// one may have begun, but not come as far as to look, when close() returned
			assertThat(after).hasValueLessThanOrEqualTo(1);
		}
	}

	@Test
	void aClosedSubscriptionHasEndedWhenItsHandlerHasReturned() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		CountDownLatch entered = new CountDownLatch(1);
		Subscription subscription = this.a.pubSub.subscribe("t", Integer.class, (message) -> {
			entered.countDown();
			gate.await();
		});
		this.a.pubSub.publish("t", 1);
		assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
		subscription.close();
		assertThat(subscription.ended()).isNotDone();
		gate.countDown();
		subscription.ended().get(30, TimeUnit.SECONDS);
		assertThat(this.a.pubSub.statistics().delivered()).isEqualTo(1);
	}

	@Test
	void aSubscriptionWithoutARunningHandlerEndsAtOnce() {
		Subscription subscription = this.a.pubSub.subscribe("t", Integer.class, (message) -> {
		});
		assertThat(subscription.ended()).isNotDone();
		subscription.close();
		assertThat(subscription.ended()).isCompleted();
	}

	@Test
	void whatWaitsWhenASubscriptionIsClosedIsCountedAsDropped() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		CountDownLatch entered = new CountDownLatch(1);
		Subscription subscription = this.a.pubSub.subscribe("t", Integer.class, (message) -> {
			entered.countDown();
			gate.await();
		});
		for (int i = 0; i < 10; i++) {
			this.a.pubSub.publish("t", i);
		}
		assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
		subscription.close();
		gate.countDown();
		subscription.ended().get(30, TimeUnit.SECONDS);
		assertThat(this.a.pubSub.statistics().delivered()).isEqualTo(1);
		assertThat(this.a.pubSub.statistics().dropped()).isEqualTo(9);
	}

	@Test
	void statusTellsHowASubscriptionFares() throws Exception {
		Type type = new TypeReference<List<String>>() {
		}.getType();
		CountDownLatch gate = new CountDownLatch(1);
		CountDownLatch entered = new CountDownLatch(1);
		this.a.pubSub.subscribeGeneric("x.*", type,
				SubscriptionOptions.defaults().id("mine").group("workers").queueCapacity(7), (message) -> {
					entered.countDown();
					gate.await();
				});
		this.a.pubSub.subscribe("y", String.class, (message) -> {
		});
		for (int i = 0; i < 3; i++) {
			this.a.pubSub.publish("x.1", List.of("e"));
		}
		entered.await();
		List<SubscriptionStatus> statuses = this.a.pubSub.subscriptions();
		Duration busyFor = statuses.get(0).busyFor();
		assertThat(busyFor).isPositive();
		assertThat(statuses).containsExactly(
				new SubscriptionStatus("mine", "x.*", "workers", false, "java.util.List<java.lang.String>", 2, 7, 0, 0,
						0, busyFor, false),
				new SubscriptionStatus("y#2", "y", null, false, "java.lang.String", 0, 10_000, 0, 0, 0, Duration.ZERO,
						false));
		gate.countDown();
		await().untilAsserted(() -> assertThat(this.a.pubSub.subscriptions().get(0).delivered()).isEqualTo(3));
	}

	@Test
	void genericTypesAreDecoded() throws Exception {
		Type type = new TypeReference<List<Item>>() {
		}.getType();
		CompletableFuture<Object> received = new CompletableFuture<>();
		TestBus.live(this.b.pubSub.subscribeGeneric("t", type, SubscriptionOptions.defaults(),
				(message) -> received.complete(message.payload())));
		this.a.pubSub.publish("t", List.of(new Item("x")));
		assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo(List.of(new Item("x")));
	}

	record Item(String name) {
	}

}
