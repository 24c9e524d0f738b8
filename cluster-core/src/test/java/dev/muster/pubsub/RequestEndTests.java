package dev.muster.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.muster.NotRunningException;
import dev.muster.transport.ViewChange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How requests end that nobody replies to in time, or at all.
 */
@Timeout(120)
class RequestEndTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final FakeNetwork network = new FakeNetwork();

	private final TestBus a = new TestBus(this.network, "a").start();

	private final TestBus b = new TestBus(this.network, "b").start();

	private final TestBus c = new TestBus(this.network, "c").start();

	@AfterEach
	void close() {
		this.a.close();
		this.b.close();
		this.c.close();
	}

	@Test
	void whenNobodyRepliesInTimeThenItFailsAndTheWorkIsCancelled() throws Exception {
		CompletableFuture<String> never = new CompletableFuture<>();
		TestBus.live(this.b.pubSub.respond("t", String.class, (request) -> never));
		TestBus.assertFails(this.a.pubSub.request("t", "x", String.class, Duration.ofMillis(50)),
				RequestTimeoutException.class);
		await().until(never::isCancelled);
		assertThat(this.a.pubSub.requestStatistics().timedOut()).isEqualTo(1);
		await().untilAsserted(() -> assertThat(this.b.pubSub.requestStatistics().expired()).isEqualTo(1));
	}

	@Test
	void aRequestThatIsOverIsNotBegun() throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		List<String> begun = new CopyOnWriteArrayList<>();
		TestBus.live(this.b.pubSub.respond("t", String.class, (request) -> {
			begun.add(request.payload());
			first.await();
			return "done";
		}));
		CompletableFuture<String> blocking = this.a.pubSub.request("t", "first", String.class, LONG);
		await().until(() -> begun.size() == 1);
		TestBus.assertFails(this.a.pubSub.request("t", "second", String.class, Duration.ofMillis(20)),
				RequestTimeoutException.class);
		await().until(() -> this.b.pubSub.requestStatistics().expired() == 1);
		first.countDown();
		assertThat(blocking.get(60, TimeUnit.SECONDS)).isEqualTo("done");
		assertThat(ask(this.a, "third")).isEqualTo("done");
		assertThat(begun).containsExactly("first", "third");
	}

	@Test
	void whenAViewIsToldLateThenRequestsToWhoHasJoinedSinceGoOn() throws Exception {
		List<ViewChange> told = new CopyOnWriteArrayList<>();
		this.a.transport.firstListener = told::add;
		try (TestBus earlier = new TestBus(this.network, "d").start();
				TestBus later = new TestBus(this.network, "e").start()) {
			assertThat(earlier.transport.isRunning()).isTrue();
			CompletableFuture<String> work = new CompletableFuture<>();
			TestBus.live(later.pubSub.respond("t", String.class, (request) -> work));
			CompletableFuture<String> reply = this.a.pubSub.request("t", "x", String.class, LONG);
			await().until(() -> later.pubSub.statistics().delivered() == 1);
			assertThat(told.get(0).current().contains(later.transport.self().id())).isFalse();
			this.a.transport.tell(told.get(0));
			work.complete("done");
			assertThat(reply.get(60, TimeUnit.SECONDS)).isEqualTo("done");
		}
	}

	@Test
	void toCancelTheFutureCancelsTheWork() throws Exception {
		for (TestBus responder : List.of(this.a, this.b)) {
			CompletableFuture<String> work = new CompletableFuture<>();
			Subscription subscription = responder.pubSub.respond("t", String.class, (request) -> work);
			TestBus.live(subscription);
			CompletableFuture<String> reply = this.a.pubSub.request("t", "x", String.class, LONG);
			await().until(() -> responder.pubSub.statistics().delivered() == 1);
			reply.cancel(false);
			await().until(work::isCancelled);
			assertThat(this.a.pubSub.requestStatistics().open()).isZero();
			subscription.close();
			TestBus.live(this.c.pubSub.respond("sync", String.class, (request) -> ""));
		}
	}

	@Test
	void whenAQueueIsFullThenAnotherMemberIsAsked() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		AtomicInteger begun = new AtomicInteger();
		TestBus.live(
				this.b.pubSub.respond("t", String.class, SubscriptionOptions.defaults().queueCapacity(1), (request) -> {
					begun.incrementAndGet();
					blocked.await();
					return "b";
				}));
		List<CompletableFuture<String>> waiting = new ArrayList<>();
		waiting.add(this.a.pubSub.request("t", "x", String.class, LONG));
		await().until(() -> begun.get() == 1);
		waiting.add(this.a.pubSub.request("t", "x", String.class, LONG));
		TestBus.assertFails(this.a.pubSub.request("t", "x", String.class, LONG), RequestRejectedException.class);
		assertThat(this.b.pubSub.requestStatistics().refused()).isEqualTo(1);
		respond(this.c, "c");
		PublishOptions key = PublishOptions.defaults().key(keyOf(this.b));
		assertThat(this.a.pubSub.request("t", "x", key, String.class, LONG).get(60, TimeUnit.SECONDS)).isEqualTo("c:x");
		assertThat(this.b.pubSub.requestStatistics().refused()).isEqualTo(2);
		blocked.countDown();
		for (CompletableFuture<String> each : waiting) {
			assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo("b");
		}
	}

	/** Of b and c it chooses that one. */
	private String keyOf(TestBus bus) {
		TestBus other = (bus == this.b) ? this.c : this.b;
		for (int i = 0;; i++) {
			long hash = KeyHash.of("key" + i);
			if (Long.compareUnsigned(KeyHash.weight(hash, bus.id()), KeyHash.weight(hash, other.id())) > 0) {
				return "key" + i;
			}
		}
	}

	@Test
	void whenAResponderIsClosedThenItsWaitingRequestsGoToAnother() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		AtomicInteger begun = new AtomicInteger();
		Subscription closing = this.b.pubSub.respond("t", String.class, (request) -> {
			begun.incrementAndGet();
			blocked.await();
			return "b";
		});
		TestBus.live(closing);
		CompletableFuture<String> first = this.a.pubSub.request("t", "first", String.class, LONG);
		await().until(() -> begun.get() == 1);
		CompletableFuture<String> second = this.a.pubSub.request("t", "second", String.class, LONG);
		await().until(() -> this.b.pubSub.requestStatistics().serving() == 2);
		respond(this.c, "c");
		closing.close();
		assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo("c:second");
		blocked.countDown();
		assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo("b");
	}

	@Test
	void whenTheMemberLeavesThenItFailsAtOnce() throws Exception {
		CompletableFuture<String> never = new CompletableFuture<>();
		TestBus.live(this.b.pubSub.respond("t", String.class, (request) -> never));
		CompletableFuture<String> reply = this.a.pubSub.request("t", "x", String.class, LONG);
		await().until(() -> this.b.pubSub.statistics().delivered() == 1);
		this.b.transport.stop();
		assertThat(TestBus.assertFails(reply, ResponderLeftException.class).member().name()).isEqualTo("b");
	}

	@Test
	void whenTheAskerLeavesThenTheWorkIsCancelled() throws Exception {
		CompletableFuture<String> never = new CompletableFuture<>();
		TestBus.live(this.b.pubSub.respond("t", String.class, (request) -> never));
		CompletableFuture<String> reply = this.a.pubSub.request("t", "x", String.class, LONG);
		await().until(() -> this.b.pubSub.statistics().delivered() == 1);
		this.a.transport.stop();
		await().until(never::isCancelled);
		this.a.pubSub.close();
		TestBus.assertFails(reply, NotRunningException.class);
	}

	@Test
	void noMoreAreOpenThanMayBe() throws Exception {
		try (TestBus small = new TestBus(this.network, "small",
				new PubSubSettings(null, 100, Overflow.FAIL, Duration.ZERO, PubSubSettings.DEFAULT_MAX_MESSAGE_SIZE, 2))
			.start()) {
			TestBus.live(this.b.pubSub.respond("t", String.class, (request) -> new CompletableFuture<>()));
			CompletableFuture<String> first = small.pubSub.request("t", "x", String.class, LONG);
			CompletableFuture<String> second = small.pubSub.request("t", "x", String.class, LONG);
			TestBus.assertFails(small.pubSub.request("t", "x", String.class, LONG), RequestRejectedException.class);
			assertThat(small.pubSub.requestStatistics().rejected()).isEqualTo(1);
			first.cancel(false);
			CompletableFuture<String> third = small.pubSub.request("t", "x", String.class, LONG);
			assertThat(second).isNotDone();
			assertThat(third).isNotDone();
		}
	}

	private void respond(TestBus bus, String name) throws Exception {
		TestBus.live(bus.pubSub.respond("t", String.class, (request) -> name + ":" + request.payload()));
	}

	private static String ask(TestBus bus, String payload) throws Exception {
		return bus.pubSub.request("t", payload, String.class, LONG).get(60, TimeUnit.SECONDS);
	}

}
