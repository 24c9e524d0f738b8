package dev.muster.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The way of messages to other members, when one of them takes nothing for a while.
 */
@Timeout(120)
class OutboundTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final FakeNetwork network = new FakeNetwork();

	private final List<TestBus> buses = new ArrayList<>();

	private final CountDownLatch gate = new CountDownLatch(1);

	private final CountDownLatch blocked = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.gate.countDown();
		this.buses.forEach(TestBus::close);
	}

	@Test
	void whatWaitsGoesTogetherAndInOrder() throws Exception {
		Cluster cluster = cluster(10_000, Overflow.BLOCK, LONG);
		cluster.blockSlow();
		cluster.publish(0, 1000);
		this.gate.countDown();
		await().untilAsserted(() -> assertThat(cluster.ofSlow.payloads()).isEqualTo(range(-1, 1000)));
		List<byte[]> frames = cluster.framesToSlow();
		assertThat(frames).hasSize(2);
		assertThat(frames.get(1).length).isBetween(10_000, Peer.MAX_BATCH);
	}

	@Test
	void batchesAreBounded() throws Exception {
		Cluster cluster = cluster(10_000, Overflow.BLOCK, LONG);
		TestBus.Received<byte[]> bytes = cluster.slow.subscribe("bytes", byte[].class).live();
		cluster.blockSlow();
		List<Integer> sizes = List.of(100, Peer.MAX_BATCH - 200, 100, 200_000, 100, 30_000, 30_000);
		sizes.forEach((size) -> cluster.a.pubSub.publish("bytes", new byte[size]));
		this.gate.countDown();
		await()
			.untilAsserted(() -> assertThat(bytes.payloads()).extracting((payload) -> payload.length).isEqualTo(sizes));
		assertThat(cluster.framesToSlow()).extracting((frame) -> frame.length > Peer.MAX_BATCH)
			.containsExactly(false, false, false, true, false, false);
	}

	@Test
	void aSlowMemberDelaysNeitherPublisherNorOthers() throws Exception {
		Cluster cluster = cluster(10_000, Overflow.BLOCK, LONG);
		cluster.blockSlow();
		cluster.publish(0, 5000);
		await().untilAsserted(() -> assertThat(cluster.ofFast.payloads()).isEqualTo(range(-1, 5000)));
		assertThat(cluster.ofSlow.payloads()).isEmpty();
		assertThat(cluster.a.pubSub.statistics().published()).isEqualTo(5001);
	}

	@Test
	void whenFullThenBlockWaitsAndFailsAndTheOthersHaveIt() throws Exception {
		Cluster cluster = cluster(10, Overflow.BLOCK, Duration.ofMillis(100));
		cluster.blockSlow();
		cluster.publish(0, 10);
		assertThatExceptionOfType(PublishOverflowException.class).isThrownBy(() -> cluster.publish(10, 11))
			.withMessageContaining("member slow@")
			.withMessageContaining("PT0.1S");
		await().untilAsserted(() -> assertThat(cluster.ofFast.payloads()).isEqualTo(range(-1, 11)));
		this.gate.countDown();
		await().untilAsserted(() -> assertThat(cluster.ofSlow.payloads()).isEqualTo(range(-1, 10)));
	}

	@Test
	void whenRoomComesInTimeThenBlockLosesNothing() throws Exception {
		Cluster cluster = cluster(10, Overflow.BLOCK, LONG);
		cluster.blockSlow();
		Thread publisher = new Thread(() -> cluster.publish(0, 500));
		publisher.start();
		await().until(() -> publisher.getState() == Thread.State.TIMED_WAITING);
		this.gate.countDown();
		publisher.join(30_000);
		await().untilAsserted(() -> assertThat(cluster.ofSlow.payloads()).isEqualTo(range(-1, 500)));
		await().untilAsserted(() -> assertThat(cluster.ofFast.payloads()).isEqualTo(range(-1, 500)));
	}

	@Test
	void whenFullThenFailFailsAtOnce() throws Exception {
		Cluster cluster = cluster(10, Overflow.FAIL, LONG);
		cluster.blockSlow();
		cluster.publish(0, 10);
		assertThatExceptionOfType(PublishOverflowException.class).isThrownBy(() -> cluster.publish(10, 11));
		await().untilAsserted(() -> assertThat(cluster.ofFast.payloads()).isEqualTo(range(-1, 11)));
	}

	@Test
	void whenFullThenDropOldestKeepsTheLatest() throws Exception {
		Cluster cluster = cluster(10, Overflow.DROP_OLDEST, LONG);
		cluster.blockSlow();
		cluster.publish(0, 25);
		assertThat(cluster.a.pubSub.statistics().dropped()).isEqualTo(15);
		this.gate.countDown();
		List<Integer> expected = new ArrayList<>(List.of(-1));
		expected.addAll(range(15, 25));
		await().untilAsserted(() -> assertThat(cluster.ofSlow.payloads()).isEqualTo(expected));
	}

	@Test
	void whenFullThenDropNewestKeepsTheEarliest() throws Exception {
		Cluster cluster = cluster(10, Overflow.DROP_NEWEST, LONG);
		cluster.blockSlow();
		cluster.publish(0, 25);
		assertThat(cluster.a.pubSub.statistics().dropped()).isEqualTo(15);
		this.gate.countDown();
		await().untilAsserted(() -> assertThat(cluster.ofSlow.payloads()).isEqualTo(range(-1, 10)));
		assertThat(cluster.a.pubSub.statistics().published()).isEqualTo(26);
	}

	@Test
	void theQueueIsBoundedInBytesToo() throws Exception {
		Cluster cluster = cluster(10_000, Overflow.DROP_NEWEST, LONG);
		TestBus.Received<byte[]> bytes = cluster.slow.subscribe("bytes", byte[].class).live();
		cluster.blockSlow();
		byte[] half = new byte[512 * 1024];
		for (int i = 0; i < 40; i++) {
			cluster.a.pubSub.publish("bytes", half);
		}
		long most = Peer.MAX_QUEUED_BYTES / half.length;
		assertThat(cluster.a.pubSub.statistics().dropped()).isBetween(40 - most, 40 - most + 1);
		long dropped = cluster.a.pubSub.statistics().dropped();
		this.gate.countDown();
		await().untilAsserted(() -> assertThat(bytes.payloads()).hasSize((int) (40 - dropped)));
	}

	@Test
	void whereThePublisherCanWaitThenOnlyFewLargeMessagesWaitAndSmallOnesStillFindRoom() throws Exception {
		Cluster cluster = cluster(10_000, Overflow.BLOCK, Duration.ofMillis(50));
		TestBus.Received<byte[]> bytes = cluster.slow.subscribe("bytes", byte[].class).live();
		cluster.blockSlow();
		byte[] half = new byte[512 * 1024];
		int queued = (int) (Peer.MAX_BYTES_WITH_LARGE / half.length) - 1;
		for (int i = 0; i < queued; i++) {
			cluster.a.pubSub.publish("bytes", half);
		}
		assertThatExceptionOfType(PublishOverflowException.class).isThrownBy(() -> {
			cluster.a.pubSub.publish("bytes", half);
			cluster.a.pubSub.publish("bytes", half);
		});
		cluster.publish(0, 100);
		this.gate.countDown();
		await().untilAsserted(() -> assertThat(bytes.payloads()).hasSizeBetween(queued, queued + 1));
		await().untilAsserted(() -> assertThat(cluster.ofSlow.payloads()).isEqualTo(range(-1, 100)));
	}

	@Test
	void whenTheMemberDepartsThenWhatWaitsIsCountedAndNobodyWaits() throws Exception {
		Cluster cluster = cluster(10, Overflow.BLOCK, LONG);
		cluster.blockSlow();
		cluster.publish(0, 10);
		Thread publisher = new Thread(() -> cluster.publish(10, 11));
		publisher.start();
		await().until(() -> publisher.getState() == Thread.State.TIMED_WAITING);
		this.network.split((node) -> node == cluster.slow.transport);
		publisher.join(30_000);
		assertThat(publisher.isAlive()).isFalse();
		assertThat(cluster.a.pubSub.statistics().undeliverable()).isEqualTo(11);
		cluster.publish(11, 20);
		await().untilAsserted(() -> assertThat(cluster.ofFast.payloads()).isEqualTo(range(-1, 20)));
		assertThat(cluster.a.pubSub.statistics().undeliverable()).isEqualTo(11);
	}

	@Test
	void whenSendingFailsThenItIsCountedAndTheNextIsSent() throws Exception {
		Cluster cluster = cluster(10_000, Overflow.BLOCK, LONG);
		AtomicInteger failures = new AtomicInteger();
		cluster.a.transport.hookBusOnly = true;
		cluster.a.transport.hook = (to, frame) -> {
			if (to.equals(cluster.slow.id()) && failures.getAndIncrement() == 0) {
				throw new IllegalStateException("broken wire");
			}
			return true;
		};
		cluster.publish(0, 1);
		await().untilAsserted(() -> assertThat(cluster.a.pubSub.statistics().undeliverable()).isEqualTo(1));
		cluster.publish(1, 2);
		await().untilAsserted(() -> assertThat(cluster.ofSlow.payloads()).containsExactly(1));
		TestBus.live(cluster.a.subscribe("more", Integer.class).subscription());
	}

	@Test
	void countersAddUp() throws Exception {
		Cluster cluster = cluster(10_000, Overflow.BLOCK, LONG);
		cluster.publish(0, 1000);
		await().untilAsserted(() -> assertThat(cluster.ofSlow.payloads()).hasSize(1000));
		await().untilAsserted(() -> assertThat(cluster.ofFast.payloads()).hasSize(1000));
		await().untilAsserted(() -> assertThat(cluster.a.pubSub.statistics())
			.isEqualTo(new PubSubStatistics(1000, 2000, 0, 0, 0, 0, 0, 0, 0, 0)));
		await().untilAsserted(() -> assertThat(cluster.slow.pubSub.statistics())
			.isEqualTo(new PubSubStatistics(0, 0, 1000, 1000, 0, 0, 0, 0, 0, 0)));
	}

	private static List<Integer> range(int from, int to) {
		return IntStream.range(from, to).boxed().toList();
	}

	private Cluster cluster(int queueCapacity, Overflow overflow, Duration blockTimeout) throws Exception {
		TestBus a = bus("a", TestBus.settings(queueCapacity, overflow, blockTimeout));
		TestBus slow = bus("slow", TestBus.settings(10_000, Overflow.BLOCK));
		TestBus fast = bus("fast", TestBus.settings(10_000, Overflow.BLOCK));
		InterestTests.settle(a, slow, fast);
		return new Cluster(a, slow, fast, slow.subscribe("t", Integer.class).live(),
				fast.subscribe("t", Integer.class).live());
	}

	private TestBus bus(String name, PubSubSettings settings) {
		TestBus bus = new TestBus(this.network, name, settings).start();
		this.buses.add(bus);
		return bus;
	}

	private final class Cluster {

		private final TestBus a;

		private final TestBus slow;

		private final TestBus fast;

		private final TestBus.Received<Integer> ofSlow;

		private final TestBus.Received<Integer> ofFast;

		Cluster(TestBus a, TestBus slow, TestBus fast, TestBus.Received<Integer> ofSlow,
				TestBus.Received<Integer> ofFast) {
			this.a = a;
			this.slow = slow;
			this.fast = fast;
			this.ofSlow = ofSlow;
			this.ofFast = ofFast;
		}

		/** Message -1 hangs on its way to the slow one from now on. */
		void blockSlow() throws InterruptedException {
			this.a.transport.record = true;
			this.a.transport.hookBusOnly = true;
			this.a.transport.hook = (to, frame) -> {
				if (to.equals(this.slow.id())) {
					OutboundTests.this.blocked.countDown();
					try {
						return OutboundTests.this.gate.await(60, TimeUnit.SECONDS);
					}
					catch (InterruptedException ex) {
						return false;
					}
				}
				return true;
			};
			this.a.pubSub.publish("t", -1);
			assertThat(OutboundTests.this.blocked.await(30, TimeUnit.SECONDS)).isTrue();
			await().untilAsserted(() -> assertThat(this.ofFast.payloads()).containsExactly(-1));
		}

		void publish(int from, int to) {
			for (int i = from; i < to; i++) {
				this.a.pubSub.publish("t", i);
				// a small queue must not overflow for the fast one
				while (this.ofFast.messages().isEmpty()
						|| i - this.ofFast.messages().get(this.ofFast.messages().size() - 1).payload() > 5) {
					Thread.onSpinWait();
				}
			}
		}

		List<byte[]> framesToSlow() {
			return this.a.transport.sent.stream()
				.filter((sent) -> sent.to().equals(this.slow.id()))
				.map(FakeTransport.Sent::frame)
				.toList();
		}

	}

}
