package dev.muster.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link GroupLane}: the bus over a transport that multicasts.
 */
@Timeout(120)
class GroupLaneTests {

	private final FakeNetwork network = new FakeNetwork(true);

	private final TestBus a = new TestBus(this.network, "a",
			TestBus.settings(10, Overflow.BLOCK, Duration.ofMillis(200)))
		.start();

	private final TestBus b = new TestBus(this.network, "b").start();

	private final TestBus c = new TestBus(this.network, "c").start();

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.release.countDown();
		this.a.close();
		this.b.close();
		this.c.close();
	}

	@Test
	void whenManyWantAMessageThenItIsSentOnceToAllOfThem() throws Exception {
		TestBus.Received<String> atB = this.b.subscribe("t", String.class).live();
		TestBus.Received<String> atC = this.c.subscribe("t", String.class).live();
		await().until(() -> this.a.transport.sentTogether.stream()
			.flatMap(List::stream)
			.toList()
			.containsAll(List.of(this.b.id(), this.c.id()))); // where the streams begin
		this.a.transport.sentTogether.clear();
		this.a.pubSub.publish("t", "one");
		await().untilAsserted(() -> assertThat(atB.payloads()).containsExactly("one"));
		await().untilAsserted(() -> assertThat(atC.payloads()).containsExactly("one"));
		assertThat(this.a.transport.sentTogether).hasSize(1);
		assertThat(this.a.transport.sentTogether.get(0)).containsExactlyInAnyOrder(this.b.id(), this.c.id());
		await().untilAsserted(() -> assertThat(this.a.pubSub.statistics().sent()).isEqualTo(2));
		assertThat(this.b.pubSub.statistics().unclaimed()).isZero();
	}

	@Test
	void whenMessagesAreForOthersThenEachGetsItsOwnAndAllAreInOrder() throws Exception {
		TestBus.Received<Integer> atB = this.b.subscribe("b.*", Integer.class).live();
		TestBus.Received<Integer> atC = this.c.subscribe("*.*", Integer.class).live();
		List<Integer> forB = new ArrayList<>();
		List<Integer> forC = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			boolean both = i % 3 == 0;
			this.a.pubSub.publish(both ? "b.x" : "c.x", i);
			forC.add(i);
			if (both) {
				forB.add(i);
			}
		}
		await().untilAsserted(() -> assertThat(atC.payloads()).isEqualTo(forC));
		await().untilAsserted(() -> assertThat(atB.payloads()).isEqualTo(forB));
		assertThat(this.b.pubSub.statistics().unclaimed()).isZero();
	}

	@Test
	void whenTheTransportBlocksThenPublishWaitsNoLongerThanItSaid() throws Exception {
		this.b.subscribe("t", String.class).live();
		this.a.transport.hookBusOnly = true;
		this.a.transport.hook = (to, frame) -> {
			awaitRelease();
			return true;
		};
		assertThatExceptionOfType(PublishOverflowException.class).isThrownBy(() -> {
			for (int i = 0; i < 100; i++) {
				this.a.pubSub.publish("t", "x");
			}
		}).withMessageContaining("the other members").withMessageContaining("stayed full");
	}

	@Test
	void whenAMemberDepartsThenWhatIsForItIsCountedAndTheOthersGetTheirs() throws Exception {
		this.b.subscribe("t", String.class).live();
		TestBus.Received<String> atC = this.c.subscribe("t", String.class).live();
		AtomicBoolean first = new AtomicBoolean(true);
		this.a.transport.hookBusOnly = true;
		this.a.transport.hook = (to, frame) -> {
			if (first.getAndSet(false)) {
				awaitRelease();
			}
			return true;
		};
		this.a.pubSub.publish("t", "before");
		await().until(() -> !first.get());
		this.a.pubSub.publish("t", "after");
		this.b.transport.stop();
		this.release.countDown();
		await().untilAsserted(() -> assertThat(atC.payloads()).containsExactly("before", "after"));
		await().untilAsserted(() -> assertThat(this.a.pubSub.statistics().undeliverable()).isPositive());
	}

	private void awaitRelease() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
