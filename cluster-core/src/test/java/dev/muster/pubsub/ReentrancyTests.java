package dev.muster.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Handlers that publish and ask, also to themselves.
 */
@Timeout(120)
class ReentrancyTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final FakeNetwork network = new FakeNetwork();

	private final List<TestBus> buses = new ArrayList<>();

	@AfterEach
	void close() {
		this.buses.forEach(TestBus::close);
	}

	@Test
	void aHandlerMayPublishToItsOwnTopic() throws Exception {
		TestBus a = bus(TestBus.settings(1, Overflow.FAIL));
		List<String> got = new CopyOnWriteArrayList<>();
		TestBus.live(a.pubSub.subscribe("t", String.class, (message) -> {
			got.add(message.payload());
			if (got.size() < 1000) {
				a.pubSub.publish("t", String.valueOf(got.size()));
			}
		}));
		a.pubSub.publish("t", "0");
		await().until(() -> got.size() == 1000);
		assertThat(got).doesNotHaveDuplicates().last().isEqualTo("999");
	}

	@Test
	void handlersOfTwoMembersMayPublishToEachOther() throws Exception {
		TestBus a = bus(TestBus.settings(1, Overflow.FAIL));
		TestBus b = bus(TestBus.settings(1, Overflow.FAIL));
		List<String> got = new CopyOnWriteArrayList<>();
		TestBus.live(a.pubSub.subscribe("pong", String.class, (message) -> {
			got.add(message.payload());
			if (got.size() < 500) {
				a.pubSub.publish("ping", String.valueOf(got.size()));
			}
		}));
		TestBus
			.live(b.pubSub.subscribe("ping", String.class, (message) -> b.pubSub.publish("pong", message.payload())));
		a.pubSub.publish("ping", "0");
		await().until(() -> got.size() == 500);
		assertThat(got).doesNotHaveDuplicates().last().isEqualTo("499");
	}

	@Test
	void aLoopThatGrowsIsBoundedAndHarmsNobodyElse() throws Exception {
		TestBus a = bus(TestBus.settings(16, Overflow.FAIL));
		TestBus.Received<String> other = a.subscribe("other", String.class).live();
		Subscription loop = a.pubSub.subscribe("t", String.class, (message) -> {
			a.pubSub.publish("t", message.payload());
			a.pubSub.publish("t", message.payload());
		});
		TestBus.live(loop);
		a.pubSub.publish("t", "x");
		await().until(() -> a.pubSub.statistics().failed() > 0);
		assertThat(a.pubSub.subscriptions()).allSatisfy((each) -> assertThat(each.queued()).isLessThanOrEqualTo(16));
		a.pubSub.publish("other", "y");
		await().until(() -> other.payloads().equals(List.of("y")));
		loop.close();
		assertThat(a.pubSub.subscriptions()).extracting(SubscriptionStatus::pattern).containsExactly("other");
	}

	@Test
	void aHandlerWhoseOwnQueueIsFullWaitsNoLongerThanTheBlockTimeout() throws Exception {
		TestBus a = bus(TestBus.settings(1, Overflow.BLOCK, Duration.ofMillis(50)));
		List<String> got = new CopyOnWriteArrayList<>();
		CompletableFuture<Throwable> thrown = new CompletableFuture<>();
		TestBus.live(a.pubSub.subscribe("t", String.class, (message) -> {
			got.add(message.payload());
			if (message.payload().equals("go")) {
				try {
					a.pubSub.publish("t", "fits");
					a.pubSub.publish("t", "does not");
				}
				catch (PublishOverflowException ex) {
					thrown.complete(ex);
				}
			}
		}));
		a.pubSub.publish("t", "go");
		assertThat(thrown.get(60, TimeUnit.SECONDS)).hasMessageContaining("'t'");
		await().until(() -> got.equals(List.of("go", "fits")));
	}

	@Test
	void aResponderMayAskAnotherAndReturnTheStage() throws Exception {
		TestBus a = bus(TestBus.settings(10, Overflow.BLOCK));
		TestBus b = bus(TestBus.settings(10, Overflow.BLOCK));
		TestBus.live(b.pubSub.respond("inner", String.class, (request) -> "inner of " + request.payload()));
		TestBus.live(a.pubSub.respond("outer", String.class,
				(request) -> a.pubSub.request("inner", request.payload(), String.class, LONG)));
		assertThat(b.pubSub.request("outer", "x", String.class, LONG).get(60, TimeUnit.SECONDS))
			.isEqualTo("inner of x");
	}

	@Test
	void aResponderThatWaitsForItselfFailsInTimeAndGoesOn() throws Exception {
		TestBus a = bus(TestBus.settings(10, Overflow.BLOCK));
		TestBus b = bus(TestBus.settings(10, Overflow.BLOCK));
		TestBus.live(a.pubSub.respond("t", String.class, (request) -> request.payload().equals("plain") ? "fine"
				: a.pubSub.request("t", "plain", String.class, Duration.ofMillis(50)).get()));
		RemoteHandlerException error = TestBus.assertFails(b.pubSub.request("t", "itself", String.class, LONG),
				RemoteHandlerException.class);
		assertThat(error.exceptionType()).isEqualTo(ExecutionException.class.getName());
		assertThat(error.remoteMessage()).contains(RequestTimeoutException.class.getName());
		assertThat(b.pubSub.request("t", "plain", String.class, LONG).get(60, TimeUnit.SECONDS)).isEqualTo("fine");
	}

	private TestBus bus(PubSubSettings settings) {
		TestBus bus = new TestBus(this.network, "n" + this.buses.size(), settings).start();
		this.buses.add(bus);
		return bus;
	}

}
