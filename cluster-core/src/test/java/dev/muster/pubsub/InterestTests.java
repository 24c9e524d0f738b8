package dev.muster.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.muster.MemberId;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Who is known to want what, when, and what that does to messages.
 */
@Timeout(120)
class InterestTests {

	private final FakeNetwork network = new FakeNetwork();

	private final List<TestBus> buses = new ArrayList<>();

	@AfterEach
	void close() {
		this.buses.forEach(TestBus::close);
	}

	@Test
	void aloneASubscriptionIsLiveAtOnce() {
		TestBus a = bus("a").start();
		assertThat(a.subscribe("t", String.class).subscription().live()).isCompleted();
	}

	@Test
	void beforeTheStartASubscriptionWaitsToBeLive() throws Exception {
		TestBus a = bus("a");
		TestBus.Received<String> received = a.subscribe("t", String.class);
		assertThat(received.subscription().live()).isNotDone();
		a.start();
		received.live();
	}

	@Test
	void aSubscriptionIsLiveWhenEveryMemberKnowsIt() throws Exception {
		TestBus a = bus("a").start();
		TestBus b = bus("b").start();
		TestBus c = bus("c").start();
		settle(a, b, c);
		CountDownLatch gate = new CountDownLatch(1);
		a.transport.hook = (to, frame) -> !to.equals(c.id()) || pass(gate);
		TestBus.Received<String> received = a.subscribe("t", String.class);
		await().until(() -> b.pubSub.subscribers("t").contains(a.id()));
		assertThat(received.subscription().live()).isNotDone();
		gate.countDown();
		received.live();
		assertThat(c.pubSub.subscribers("t")).containsExactly(a.id());
	}

	@Test
	void whenTheMemberThatDoesNotAnswerDepartsThenTheSubscriptionIsLive() throws Exception {
		TestBus a = bus("a").start();
		TestBus b = bus("b").start();
		TestBus mute = bus("mute").start();
		settle(a, b, mute);
		a.transport.hook = (to, frame) -> !to.equals(mute.id());
		TestBus.Received<String> received = a.subscribe("t", String.class);
		await().until(() -> b.pubSub.subscribers("t").contains(a.id()));
		assertThat(received.subscription().live()).isNotDone();
		this.network.split((node) -> node == mute.transport);
		received.live();
	}

	@Test
	void whenClosedBeforeItIsLiveThenWaitingIsCancelled() {
		TestBus a = bus("a");
		Subscription subscription = a.subscribe("t", String.class).subscription();
		CompletableFuture<Void> live = subscription.live();
		subscription.close();
		subscription.close();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(live::join);
		assertThat(a.pubSub.subscriptions()).isEmpty();
	}

	@Test
	void aSecondSubscriptionToAKnownPatternIsLiveAtOnce() throws Exception {
		TestBus a = bus("a").start();
		bus("b").start();
		a.subscribe("t", String.class).live();
		assertThat(a.subscribe("t", String.class).subscription().live()).isCompleted();
	}

	@Test
	void messagesCrossOnlyToMembersThatWantThem() throws Exception {
		TestBus a = bus("a").start();
		TestBus b = bus("b").start();
		TestBus c = bus("c").start();
		settle(a, b, c);
		b.subscribe("for.b", String.class).live();
		b.subscribe("both.*", String.class).live();
		c.subscribe("both.x", String.class).live();
		await().until(() -> a.pubSub.subscribers("both.x").size() == 2);
		a.pubSub.publish("for.b", "1");
		a.pubSub.publish("for.nobody", "2");
		a.pubSub.publish("both.x", "3");
		a.pubSub.publish("both.y", "4");
		await().untilAsserted(() -> assertThat(a.pubSub.statistics().sent()).isEqualTo(4));
		await().untilAsserted(() -> assertThat(b.pubSub.statistics().received()).isEqualTo(3));
		await().untilAsserted(() -> assertThat(c.pubSub.statistics().received()).isEqualTo(1));
		assertThat(a.pubSub.statistics().published()).isEqualTo(4);
	}

	@Test
	void subscribersAreThoseOfTheViewThatSaidSo() throws Exception {
		TestBus a = bus("a").start();
		TestBus b = bus("b").start();
		TestBus.Received<String> ofB = b.subscribe("x.**", String.class).live();
		TestBus.Received<String> ofA = a.subscribe("x.y", String.class).live();
		await().untilAsserted(() -> assertThat(a.pubSub.subscribers("x.y")).containsExactlyInAnyOrder(a.id(), b.id()));
		assertThat(a.pubSub.subscribers("x.z")).containsExactly(b.id());
		assertThat(a.pubSub.subscribers("other")).isEmpty();
		ofB.subscription().close();
		await().untilAsserted(() -> assertThat(a.pubSub.subscribers("x.y")).containsExactly(a.id()));
		ofA.subscription().close();
		assertThat(a.pubSub.subscribers("x.y")).isEmpty();
	}

	@Test
	void whenASubscriptionEndsThenNothingMoreIsSent() throws Exception {
		TestBus a = bus("a").start();
		TestBus b = bus("b").start();
		TestBus.Received<String> received = b.subscribe("t", String.class).live();
		a.pubSub.publish("t", "1");
		await().untilAsserted(() -> assertThat(received.payloads()).containsExactly("1"));
		received.subscription().close();
		await().until(() -> a.pubSub.subscribers("t").isEmpty());
		a.pubSub.publish("t", "2");
		assertThat(a.pubSub.statistics().sent()).isEqualTo(1);
		assertThat(received.payloads()).containsExactly("1");
	}

	@Test
	void aMemberThatHasNotSaidWhatItWantsGetsEverything() throws Exception {
		TestBus a = bus("a").start();
		TestBus b = bus("b");
		CountDownLatch gate = new CountDownLatch(1);
		b.transport.hook = (to, frame) -> pass(gate);
		TestBus.Received<String> received = b.subscribe("t", String.class);
		b.start();
		a.pubSub.publish("t", "early");
		a.pubSub.publish("unwanted", "early");
		await().untilAsserted(() -> assertThat(received.payloads()).containsExactly("early"));
		await().untilAsserted(() -> assertThat(b.pubSub.statistics().received()).isEqualTo(2));
		assertThat(a.pubSub.subscribers("t")).as("it has not said so").isEmpty();
		gate.countDown();
		received.live();
		assertThat(a.pubSub.subscribers("t")).containsExactly(b.id());
	}

	@Test
	void whoSeesAMemberInTheViewCanRelyOnMessagesGoingThere() throws Exception {
		TestBus a = bus("a");
		TestBus b = bus("b");
		AtomicInteger published = new AtomicInteger();
		TestBus.Received<String> received = b.subscribe("t", String.class);
		// called before the bus hears of the view, as a listener of the cluster is
		a.start();
		a.transport.firstListener = (change) -> {
			if (change.current().size() == 2 && published.incrementAndGet() == 1) {
				a.pubSub.publish("t", "welcome");
			}
		};
		b.start();
		await().untilAsserted(() -> assertThat(received.payloads()).containsExactly("welcome"));
	}

	@Test
	void afterASplitAndMergeAllIsAsBefore() throws Exception {
		TestBus a = bus("a").start();
		TestBus b = bus("b").start();
		TestBus.Received<String> ofA = a.subscribe("t", String.class).live();
		TestBus.Received<String> ofB = b.subscribe("t", String.class).live();
		this.network.split((node) -> node == a.transport);
		assertThat(a.pubSub.subscribers("t")).containsExactly(a.id());
		TestBus.Received<String> meanwhile = b.subscribe("new", String.class).live();
		a.pubSub.publish("t", "apart");
		await().untilAsserted(() -> assertThat(ofA.payloads()).containsExactly("apart"));
		this.network.merge();
		await().untilAsserted(() -> assertThat(a.pubSub.subscribers("new")).containsExactly(b.id()));
		a.pubSub.publish("t", "together");
		a.pubSub.publish("new", "x");
		await().untilAsserted(() -> assertThat(ofB.payloads()).containsExactly("together"));
		await().untilAsserted(() -> assertThat(meanwhile.payloads()).containsExactly("x"));
	}

	@Test
	void whenOnlyOneSideLostTheOtherThenAMergeTellsBothAllAgain() throws Exception {
		TestBus a = bus("a").start();
		TestBus b = bus("b").start();
		TestBus.Received<String> gone = a.subscribe("old", String.class).live();
		this.network.exclude(a.transport, b.transport); // a keeps b in its view
		TestBus.Received<String> unheard = a.subscribe("t", String.class);
		gone.subscription().close();
		await().untilAsserted(() -> assertThat(a.transport.view().size()).isEqualTo(2));
		assertThat(unheard.subscription().live()).isNotDone();
		assertThat(b.pubSub.subscribers("old")).isEmpty();
		this.network.merge();
		unheard.live();
		assertThat(b.pubSub.subscribers("t")).containsExactly(a.id());
		assertThat(b.pubSub.subscribers("old")).isEmpty();
	}

	@Test
	void whenTheNodeRestartsThenItsSubscriptionsGoOn() throws Exception {
		TestBus a = bus("a").start();
		TestBus b = bus("b").start();
		TestBus.Received<String> received = b.subscribe("t", String.class).live();
		MemberId before = b.id();
		b.transport.stop();
		a.pubSub.publish("t", "missed");
		assertThat(a.pubSub.statistics().sent()).isZero();
		TestBus.Received<String> meanwhile = b.subscribe("u", String.class);
		assertThat(meanwhile.subscription().live()).isNotDone();
		b.start();
		assertThat(b.id()).isNotEqualTo(before);
		meanwhile.live();
		await().untilAsserted(() -> assertThat(a.pubSub.subscribers("t")).containsExactly(b.id()));
		a.pubSub.publish("t", "again");
		await().untilAsserted(() -> assertThat(received.payloads()).containsExactly("again"));
		b.pubSub.publish("t", "own");
		await().untilAsserted(() -> assertThat(received.payloads()).containsExactly("again", "own"));
		assertThat(received.messages().get(1).sender().id()).isEqualTo(b.id());
	}

	@Test
	void whenAnAnnouncementIsLostThenItIsRepaired() throws Exception {
		TestBus a = bus("a").start();
		TestBus b = bus("b").start();
		settle(a, b);
		a.transport.hook = (to, frame) -> false;
		TestBus.Received<String> received = a.subscribe("t", String.class);
		await().until(() -> a.transport.dropped() > 0);
		a.transport.hook = (to, frame) -> true;
		assertThat(received.subscription().live()).isNotDone();
		received.live();
		assertThat(b.pubSub.subscribers("t")).containsExactly(a.id());
	}

	@Test
	void tenThousandSubscriptionsBecomeLive() throws Exception {
		TestBus a = bus("a").start();
		TestBus b = bus("b").start();
		settle(a, b);
		List<CompletableFuture<?>> live = new ArrayList<>();
		AtomicInteger handled = new AtomicInteger();
		for (int i = 0; i < 10_000; i++) {
			live.add(b.pubSub.subscribe("topic." + i, byte[].class, (message) -> handled.incrementAndGet()).live());
		}
		CompletableFuture.allOf(live.toArray(new CompletableFuture<?>[0])).get(60, TimeUnit.SECONDS);
		for (int i = 0; i < 10_000; i++) {
			a.pubSub.publish("topic." + i, new byte[1]);
		}
		await().untilAsserted(() -> assertThat(handled).hasValue(10_000));
		assertThat(b.pubSub.statistics().received()).isEqualTo(10_000);
		TestBus late = bus("late").start();
		await().untilAsserted(() -> assertThat(late.pubSub.subscribers("topic.9999")).containsExactly(b.id()));
	}

	@Test
	void aHundredThousandTopicsOfOneNodeAreKnownToTheOthersAndMatched() throws Exception {
		TestBus a = bus("a").start();
		TestBus b = bus("b").start();
		settle(a, b);
		AtomicInteger handled = new AtomicInteger();
		List<Subscription> subscriptions = new ArrayList<>();
		for (int i = 0; i < 100_000; i++) {
			subscriptions.add(b.pubSub.subscribe("shop.order" + i + ((i % 10 == 0) ? ".*" : ".created"), byte[].class,
					(message) -> handled.incrementAndGet()));
		}
		for (Subscription subscription : subscriptions) {
			TestBus.live(subscription);
		}
		TestBus late = bus("late").start();
		await().untilAsserted(
				() -> assertThat(late.pubSub.subscribers("shop.order99999.created")).containsExactly(b.id()));
		for (TestBus publisher : List.of(a, late)) {
			assertThat(publisher.pubSub.subscribers("shop.order99990.created")).containsExactly(b.id());
			assertThat(publisher.pubSub.subscribers("shop.order99991.changed")).isEmpty();
			for (int i = 0; i < 100_000; i += 1000) {
				publisher.pubSub.publish("shop.order" + i + ".created", new byte[1]);
				publisher.pubSub.publish("other.order" + i + ".created", new byte[1]);
			}
			assertThat(publisher.pubSub.statistics().published()).isEqualTo(200);
		}
		await().untilAsserted(() -> assertThat(handled).hasValue(200));
		assertThat(b.pubSub.statistics().received()).isEqualTo(200);
	}

	@Test
	void whatTwoSubscriptionsWantIsToldUntilBothEnd() throws Exception {
		TestBus a = bus("a").start();
		TestBus b = bus("b").start();
		settle(a, b);
		TestBus.Received<String> first = b.subscribe("t", String.class).live();
		TestBus.Received<String> second = b.subscribe("t", String.class).live();
		first.subscription().close();
		b.subscribe("marker", String.class).live();
		assertThat(a.pubSub.subscribers("t")).containsExactly(b.id());
		second.subscription().close();
		await().untilAsserted(() -> assertThat(a.pubSub.subscribers("t")).isEmpty());
		b.subscribe("t", String.class).live();
		assertThat(a.pubSub.subscribers("t")).containsExactly(b.id());
	}

	@Test
	void whenManyThreadsSubscribeAndEndThenTheOthersKnowWhatIsLeft() throws Exception {
		TestBus a = bus("a").start();
		TestBus b = bus("b").start();
		settle(a, b);
		List<CompletableFuture<Void>> threads = new ArrayList<>();
		for (int thread = 0; thread < 4; thread++) {
			boolean keeps = thread == 0;
			threads.add(CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 500; i++) {
					String topic = "t" + i % 5;
					b.subscribe(topic, String.class).subscription().close();
				}
				if (keeps) {
					b.subscribe("t0", String.class);
				}
			}, b.executor));
		}
		CompletableFuture.allOf(threads.toArray(new CompletableFuture<?>[0])).get(60, TimeUnit.SECONDS);
		b.subscribe("marker", String.class).live();
		assertThat(a.pubSub.subscribers("t0")).containsExactly(b.id());
		for (int i = 1; i < 5; i++) {
			assertThat(a.pubSub.subscribers("t" + i)).isEmpty();
		}
	}

	@Test
	void whenABusIsClosedWhileItsNodeGoesOnThenItWantsNothing() throws Exception {
		TestBus a = bus("a").start();
		TestBus b = bus("b").start();
		b.subscribe("t", String.class).live();
		await().untilAsserted(() -> assertThat(a.pubSub.subscribers("t")).containsExactly(b.id()));
		b.pubSub.close();
		await().untilAsserted(() -> assertThat(a.pubSub.subscribers("t")).isEmpty());
		a.pubSub.publish("t", "x");
		assertThat(a.pubSub.statistics().sent()).isZero();
	}

	@Test
	void whenThePatternIsNoneThenItIsRefused() {
		TestBus a = bus("a");
		assertThatIllegalArgumentException().isThrownBy(() -> a.pubSub.subscribe("a.**.b", String.class, (message) -> {
		})).withMessageContaining("is no topic pattern");
		assertThat(a.pubSub.subscriptions()).isEmpty();
	}

	@Test
	void whenClosedThenNoSubscriptionIsTaken() {
		TestBus a = bus("a").start();
		Subscription before = a.subscribe("t", String.class).subscription();
		a.pubSub.close();
		a.pubSub.close();
		assertThat(a.pubSub.subscriptions()).isEmpty();
		assertThat(before.live()).isCompleted();
		assertThatIllegalStateException().isThrownBy(() -> a.subscribe("t", String.class));
		assertThat(a.pubSub.subscriptions()).isEmpty();
	}

	private TestBus bus(String name) {
		TestBus bus = new TestBus(this.network, name);
		this.buses.add(bus);
		return bus;
	}

	/** Wait until all know what all want, which is nothing yet. */
	static void settle(TestBus... buses) throws Exception {
		for (TestBus bus : buses) {
			try (Subscription marker = bus.subscribe("settle", String.class).subscription()) {
				TestBus.live(marker);
				for (TestBus other : buses) {
					poll().until(() -> other.pubSub.subscribers("settle").contains(bus.id()));
				}
			}
			for (TestBus other : buses) {
				poll().until(() -> other.pubSub.subscribers("settle").isEmpty());
			}
		}
	}

	private static ConditionFactory poll() {
		return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
	}

	private static boolean pass(CountDownLatch gate) {
		try {
			return gate.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

}
