package dev.muster.pubsub;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.muster.MemberId;
import dev.muster.pubsub.DeliveryReport.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What {@link PubSub#publishAndConfirm} promises, also where all is sent in one stream.
 */
@Timeout(120)
@ParameterizedClass
@ValueSource(booleans = { false, true })
class ConfirmTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final TestBus a;

	private final TestBus b;

	private final TestBus c;

	ConfirmTests(boolean multicasts) {
		FakeNetwork network = new FakeNetwork(multicasts);
		this.a = new TestBus(network, "a").start();
		this.b = new TestBus(network, "b").start();
		this.c = new TestBus(network, "c").start();
	}

	@AfterEach
	void close() {
		this.a.close();
		this.b.close();
		this.c.close();
	}

	@Test
	void eachMemberHasAVerdict() throws Exception {
		TestBus.Received<String> here = this.a.subscribe("t", String.class).live();
		TestBus.Received<String> there = this.b.subscribe("*", String.class).live();
		this.c.subscribe("other", String.class).live();
		DeliveryReport report = confirm(PublishOptions.defaults());
		assertThat(here.payloads()).as("handled when the report is there").containsExactly("x");
		assertThat(there.payloads()).containsExactly("x");
		assertThat(report.verdicts()).isEqualTo(Map.of(this.a.transport.self(), Verdict.DELIVERED,
				this.b.transport.self(), Verdict.DELIVERED, this.c.transport.self(), Verdict.NO_SUBSCRIBER));
		assertThat(report.verdict(this.c.id())).isEqualTo(Verdict.NO_SUBSCRIBER);
		assertThat(report.isComplete()).isTrue();
		assertThat(this.a.pubSub.statistics().published()).isEqualTo(1);
	}

	@Test
	void theReportIsOfThoseInTheScope() throws Exception {
		this.a.subscribe("t", String.class).live();
		this.b.subscribe("t", String.class).live();
		PublishOptions options = PublishOptions.defaults();
		assertThat(confirm(options.localOnly()).verdicts())
			.isEqualTo(Map.of(this.a.transport.self(), Verdict.DELIVERED));
		assertThat(confirm(options.to(this.b.id())).verdicts())
			.isEqualTo(Map.of(this.b.transport.self(), Verdict.DELIVERED));
		assertThat(confirm(options.to(this.c.id())).verdicts())
			.isEqualTo(Map.of(this.c.transport.self(), Verdict.NO_SUBSCRIBER));
		assertThat(confirm(options.toOthers()).verdicts()).isEqualTo(
				Map.of(this.b.transport.self(), Verdict.DELIVERED, this.c.transport.self(), Verdict.NO_SUBSCRIBER));
	}

	@Test
	void oneSubscriptionThatFailsRefusesForItsMember() throws Exception {
		this.b.subscribe("t", String.class).live();
		TestBus.live(this.b.pubSub.subscribe("t", String.class, (message) -> {
			throw new IllegalStateException("fails");
		}));
		this.c.subscribe("t", Integer.class).live();
		DeliveryReport report = confirm(PublishOptions.defaults().toOthers());
		assertThat(report.verdict(this.b.id())).isEqualTo(Verdict.REFUSED);
		assertThat(report.verdict(this.c.id())).as("cannot be decoded").isEqualTo(Verdict.REFUSED);
		assertThat(report.isComplete()).isFalse();
		assertThat(report.count(Verdict.REFUSED)).isEqualTo(2);
	}

	@Test
	void aFullQueueRefuses() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		for (TestBus bus : List.of(this.a, this.b)) {
			TestBus.live(bus.pubSub.subscribe("t", String.class,
					SubscriptionOptions.defaults().queueCapacity(1).overflow(Overflow.DROP_NEWEST),
					(message) -> blocked.await()));
		}
		CompletableFuture<DeliveryReport> first = publish(PublishOptions.defaults(), LONG);
		await().until(() -> queued(this.a) == 0 && this.b.pubSub.statistics().received() == 1 && queued(this.b) == 0);
		CompletableFuture<DeliveryReport> second = publish(PublishOptions.defaults(), LONG);
		DeliveryReport third = confirm(PublishOptions.defaults());
		assertThat(third.verdict(this.a.id())).isEqualTo(Verdict.REFUSED);
		assertThat(third.verdict(this.b.id())).isEqualTo(Verdict.REFUSED);
		blocked.countDown();
		assertThat(first.get(60, TimeUnit.SECONDS).isComplete()).isTrue();
		assertThat(second.get(60, TimeUnit.SECONDS).isComplete()).isTrue();
	}

	private static int queued(TestBus bus) {
		return bus.pubSub.subscriptions().get(0).queued();
	}

	@Test
	void itTakesNoLongerThanTheTimeout() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		TestBus.live(this.b.pubSub.subscribe("t", String.class, (message) -> blocked.await()));
		DeliveryReport report = publish(PublishOptions.defaults(), Duration.ofMillis(50)).get(60, TimeUnit.SECONDS);
		assertThat(report.verdict(this.b.id())).isEqualTo(Verdict.TIMED_OUT);
		assertThat(report.verdict(this.c.id())).isEqualTo(Verdict.NO_SUBSCRIBER);
		blocked.countDown();
		await().untilAsserted(() -> assertThat(this.a.pubSub.requestStatistics().late()).isEqualTo(1));
	}

	@Test
	void whenAMemberLeavesThenItsVerdictSaysSo() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		TestBus.live(this.b.pubSub.subscribe("t", String.class, (message) -> blocked.await()));
		CompletableFuture<DeliveryReport> future = publish(PublishOptions.defaults(), LONG);
		await().until(() -> this.b.pubSub.statistics().received() == 1);
		MemberId left = this.b.id();
		this.b.transport.stop();
		assertThat(future.get(60, TimeUnit.SECONDS).verdict(left)).isEqualTo(Verdict.LEFT);
		blocked.countDown();
	}

	@Test
	void oneOfAGroupIsAsked() throws Exception {
		SubscriptionOptions group = SubscriptionOptions.defaults().group("g");
		TestBus.Received<String> plain = this.b.subscribe("t", String.class).live();
		TestBus.Received<String> one = this.b.subscribe("t", String.class, group).live();
		TestBus.Received<String> two = this.c.subscribe("t", String.class, group).live();
		for (int i = 1; i <= 4; i++) {
			int before = two.messages().size();
			DeliveryReport report = confirm(PublishOptions.defaults());
			assertThat(report.verdict(this.b.id())).isEqualTo(Verdict.DELIVERED);
			assertThat(plain.messages()).hasSize(i);
			assertThat(one.messages().size() + two.messages().size()).isEqualTo(i);
			assertThat(report.verdict(this.c.id()))
				.isEqualTo((two.messages().size() > before) ? Verdict.DELIVERED : Verdict.NO_SUBSCRIBER);
		}
		assertThat(one.messages()).hasSize(2);
		assertThat(two.messages()).hasSize(2);
	}

	private DeliveryReport confirm(PublishOptions options) throws Exception {
		return publish(options, LONG).get(60, TimeUnit.SECONDS);
	}

	private CompletableFuture<DeliveryReport> publish(PublishOptions options, Duration timeout) {
		return this.a.pubSub.publishAndConfirm("t", "x", options, timeout);
	}

}
