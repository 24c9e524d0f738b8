package dev.muster.pubsub;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * {@link Overflow} of a subscription whose handler does not keep up.
 */
@Timeout(120)
class SubscriptionOverflowTests {

	private static final Duration SHORT = Duration.ofMillis(100);

	private static final Duration LONG = Duration.ofSeconds(60);

	private final FakeNetwork network = new FakeNetwork();

	private @Nullable TestBus a;

	private @Nullable TestBus b;

	@AfterEach
	void close() {
		for (TestBus bus : new TestBus[] { this.a, this.b }) {
			if (bus != null) {
				bus.close();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "local", "remote" })
	void dropOldestKeepsTheLatest(String publisher) throws Exception {
		Slow slow = slow(Overflow.DROP_OLDEST, LONG);
		publish(publisher, slow, 1, 6);
		await().untilAsserted(() -> assertThat(slow.status().dropped()).isEqualTo(2));
		assertThat(slow.status().queued()).isEqualTo(3);
		slow.finish(4);
		assertThat(slow.handled()).containsExactly(1, 4, 5, 6);
		assertThat(bus("b").pubSub.statistics().dropped()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "local", "remote" })
	void dropNewestKeepsTheEarliest(String publisher) throws Exception {
		Slow slow = slow(Overflow.DROP_NEWEST, LONG);
		publish(publisher, slow, 1, 6);
		await().untilAsserted(() -> assertThat(slow.status().dropped()).isEqualTo(2));
		assertThat(slow.status().queued()).isEqualTo(3);
		slow.finish(4);
		assertThat(slow.handled()).containsExactly(1, 2, 3, 4);
		assertThat(bus("b").pubSub.statistics().dropped()).isEqualTo(2);
	}

	@Test
	void failTellsTheLocalPublisherAtOnce() throws Exception {
		Slow slow = slow(Overflow.FAIL, LONG);
		publish("local", slow, 1, 4);
		assertThatExceptionOfType(PublishOverflowException.class).isThrownBy(() -> publish("local", slow, 5, 5))
			.withMessageContaining("'slow'")
			.withMessageContaining("'t'")
			.withMessageContaining("muster.pubsub.overflow");
		slow.finish(4);
		assertThat(slow.handled()).containsExactly(1, 2, 3, 4);
		assertThat(bus("b").pubSub.statistics().published()).isEqualTo(4);
	}

	@Test
	void failDropsWhatComesFromOthers() throws Exception {
		Slow slow = slow(Overflow.FAIL, LONG);
		publish("remote", slow, 1, 6);
		await().untilAsserted(() -> assertThat(slow.status().dropped()).isEqualTo(2));
		slow.finish(4);
		assertThat(slow.handled()).containsExactly(1, 2, 3, 4);
		assertThat(bus("b").pubSub.statistics().dropped()).isEqualTo(2);
	}

	@Test
	void blockMakesTheLocalPublisherWaitForRoom() throws Exception {
		Slow slow = slow(Overflow.BLOCK, LONG);
		publish("local", slow, 1, 4);
		Thread publishing = new Thread(() -> publish("local", slow, 5, 5));
		publishing.start();
		await().until(() -> publishing.getState() == Thread.State.TIMED_WAITING);
		slow.finish(1);
		publishing.join(30_000);
		slow.finish(4);
		assertThat(slow.handled()).containsExactly(1, 2, 3, 4, 5);
		assertThat(slow.status().dropped()).isZero();
	}

	@Test
	void blockFailsWhenTimeIsOver() throws Exception {
		Slow slow = slow(Overflow.BLOCK, SHORT);
		publish("local", slow, 1, 4);
		for (int i = 0; i < 2; i++) {
			long start = System.nanoTime();
			assertThatExceptionOfType(PublishOverflowException.class).isThrownBy(() -> publish("local", slow, 5, 5))
				.withMessageContaining("PT0.1S");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SHORT);
		}
		slow.finish(4);
		assertThat(slow.handled()).containsExactly(1, 2, 3, 4);
	}

	@Test
	void blockPushesBackOnARemotePublisher() throws Exception {
		Slow slow = slow(Overflow.BLOCK, LONG);
		publish("remote", slow, 1, 20);
		await().untilAsserted(() -> assertThat(slow.status().queued()).isEqualTo(3));
		slow.finish(20);
		assertThat(slow.handled()).hasSize(20).isSorted();
		assertThat(slow.status().dropped()).isZero();
	}

	@Test
	void whenALaneHasWaitedInVainThenNothingWaitsUntilTheQueueIsHalfEmpty() throws Exception {
		Slow slow = slow(Overflow.BLOCK, Duration.ofSeconds(2));
		TestBus.Received<Integer> other = bus("b").subscribe("t", Integer.class).live();
		long start = System.nanoTime();
		publish("remote", slow, 1, 100);
		await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(other.payloads()).hasSize(100));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).as("one wait, not 96")
			.isBetween(Duration.ofSeconds(2), Duration.ofSeconds(60));
		assertThat(slow.status().dropped()).isEqualTo(96);
		slow.finish(4);
		assertThat(slow.handled()).containsExactly(1, 2, 3, 4);
		slow.handled().clear();
		slow.entered().drainPermits();
		publish("remote", slow, 1, 20);
		await().untilAsserted(() -> assertThat(slow.status().queued()).isEqualTo(3));
		slow.finish(20);
		assertThat(slow.handled()).as("lanes wait again").hasSize(20);
	}

	@Test
	void aSlowListenerDelaysNoOther() throws Exception {
		Slow slow = slow(Overflow.DROP_NEWEST, LONG);
		TestBus.Received<Integer> other = bus("b").subscribe("*", Integer.class).live();
		publish("local", slow, 1, 500);
		publish("remote", slow, 501, 1000);
		await().untilAsserted(() -> assertThat(other.payloads()).hasSize(1000));
		assertThat(slow.status().delivered()).isZero();
	}

	@Test
	void whenOneIsFullThenTheOthersStillGetTheMessage() throws Exception {
		Slow slow = slow(Overflow.FAIL, LONG);
		TestBus.Received<Integer> local = bus("b").subscribe("t", Integer.class).live();
		TestBus.Received<Integer> remote = bus("a").subscribe("t", Integer.class).live();
		publish("local", slow, 1, 4);
		assertThatExceptionOfType(PublishOverflowException.class).isThrownBy(() -> publish("local", slow, 5, 5));
		await().untilAsserted(() -> assertThat(local.payloads()).containsExactly(1, 2, 3, 4, 5));
		await().untilAsserted(() -> assertThat(remote.payloads()).containsExactly(1, 2, 3, 4, 5));
	}

	@Test
	void whenClosedThenWhoWaitsForRoomGoesOn() throws Exception {
		Slow slow = slow(Overflow.BLOCK, LONG);
		publish("local", slow, 1, 4);
		Thread publishing = new Thread(() -> publish("local", slow, 5, 5));
		publishing.start();
		await().until(() -> publishing.getState() == Thread.State.TIMED_WAITING);
		slow.subscription().close();
		publishing.join(30_000);
		assertThat(publishing.isAlive()).isFalse();
	}

	@Test
	void aHandlerThatFillsItsOwnQueueFailsAtOnce() throws Exception {
		TestBus bus = start(Overflow.BLOCK, LONG);
		CompletableFuture<Integer> result = new CompletableFuture<>();
		AtomicReference<String> text = new AtomicReference<>("");
		SubscriptionOptions options = SubscriptionOptions.defaults().queueCapacity(3);
		TestBus.live(bus.pubSub.subscribe("loop", Integer.class, options, (message) -> {
			int sent = 0;
			try {
				while (sent < 100) {
					bus.pubSub.publish("loop", sent);
					sent++;
				}
			}
			catch (PublishOverflowException ex) {
				text.set(String.valueOf(ex.getMessage()));
				result.complete(sent);
			}
		}));
		bus.pubSub.publish("loop", 0);
		assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(3);
		assertThat(text.get()).contains("its own handler");
	}

	private TestBus start(Overflow overflow, Duration blockTimeout) {
		PubSubSettings settings = TestBus.settings(1000, overflow, blockTimeout);
		this.a = new TestBus(this.network, "a", settings).start();
		this.b = new TestBus(this.network, "b", settings).start();
		return bus("b");
	}

	/** A subscription of b with room for three, whose handler waits for permits. */
	private Slow slow(Overflow overflow, Duration blockTimeout) throws Exception {
		TestBus bus = start(Overflow.BLOCK, blockTimeout);
		Semaphore permits = new Semaphore(0);
		Semaphore entered = new Semaphore(0);
		List<Integer> handled = new CopyOnWriteArrayList<>();
		SubscriptionOptions options = SubscriptionOptions.defaults().id("slow").queueCapacity(3).overflow(overflow);
		Subscription subscription = bus.pubSub.subscribe("t", Integer.class, options, (message) -> {
			entered.release();
			permits.acquire();
			handled.add(message.payload());
		});
		TestBus.live(subscription);
		return new Slow(bus, subscription, permits, entered, handled);
	}

	private TestBus bus(String name) {
		TestBus bus = name.equals("a") ? this.a : this.b;
		if (bus == null) {
			throw new IllegalStateException("Not started");
		}
		return bus;
	}

	/** The first message is in the handler's hands before the others are published. */
	private void publish(String publisher, Slow slow, int from, int to) {
		TestBus bus = bus(publisher.equals("local") ? "b" : "a");
		for (int i = from; i <= to; i++) {
			bus.pubSub.publish("t", i);
			if (i == 1) {
				slow.entered().acquireUninterruptibly();
			}
		}
	}

	private record Slow(TestBus bus, Subscription subscription, Semaphore permits, Semaphore entered,
			List<Integer> handled) {

		SubscriptionStatus status() {
			return this.bus.pubSub.subscriptions()
				.stream()
				.filter((each) -> each.id().equals("slow"))
				.findFirst()
				.orElseThrow();
		}

		void finish(int count) {
			int expected = this.handled.size() + count;
			this.permits.release(count);
			await().untilAsserted(() -> assertThat(this.handled).hasSize(expected));
		}

	}

}
