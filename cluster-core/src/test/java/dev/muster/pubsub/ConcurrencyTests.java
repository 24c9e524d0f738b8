package dev.muster.pubsub;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import dev.muster.MemberId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Many threads at once.
 */
@Timeout(300)
class ConcurrencyTests {

	private static final int THREADS = 3;

	private static final int EACH = 4000;

	private final FakeNetwork network = new FakeNetwork();

	private final List<TestBus> buses = new ArrayList<>();

	private final List<Throwable> failures = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.buses.forEach(TestBus::close);
	}

	@Test
	void messagesOfEachThreadStayInOrderEverywhereAndNoneIsLostOrDoubled() throws Exception {
		start(3, TestBus.settings(50, Overflow.BLOCK));
		InterestTests.settle(this.buses.toArray(new TestBus[0]));
		List<Checker> checkers = new ArrayList<>();
		for (TestBus bus : this.buses) {
			checkers.add(subscribe(bus, "topic.1"));
			checkers.add(subscribe(bus, "topic.*"));
			checkers.add(subscribe(bus, "**"));
		}
		for (Checker checker : checkers) {
			TestBus.live(checker.subscription());
		}
		publishAll("topic.1");
		long expected = (long) this.buses.size() * THREADS * EACH;
		for (Checker checker : checkers) {
			await().atMost(Duration.ofSeconds(120)).untilAsserted(() -> assertThat(checker.count).hasValue(expected));
			assertThat(checker.problems).isEmpty();
		}
		PubSubStatistics total = this.buses.get(0).pubSub.statistics();
		assertThat(total.published()).isEqualTo((long) THREADS * EACH);
		assertThat(total.dropped() + total.undeliverable() + total.failed() + total.undecodable()).isZero();
	}

	@Test
	void interestMayComeAndGoMeanwhile() throws Exception {
		start(3, TestBus.settings(1000, Overflow.BLOCK));
		Checker steady = subscribe(this.buses.get(1), "topic.1");
		InterestTests.settle(this.buses.toArray(new TestBus[0]));
		AtomicBoolean done = new AtomicBoolean();
		Thread churn = thread(() -> {
			Random random = new Random(7);
			List<Subscription> open = new ArrayList<>();
			while (!done.get()) {
				if (open.size() < 20) {
					open.add(subscribe(this.buses.get(1 + random.nextInt(2)),
							random.nextBoolean() ? "topic.1" : "topic.*")
						.subscription());
				}
				else {
					open.remove(random.nextInt(open.size())).close();
				}
			}
			open.forEach(Subscription::close);
		});
		publishAll("topic.1");
		done.set(true);
		churn.join(60_000);
		assertThat(this.failures).isEmpty();
		await().untilAsserted(() -> assertThat(steady.count).hasValue((long) this.buses.size() * THREADS * EACH));
		assertThat(steady.problems).isEmpty();
		Checker late = subscribe(this.buses.get(0), "late");
		TestBus.live(late.subscription());
		assertThat(this.buses.get(1).pubSub.subscribers("topic.1")).containsExactly(this.buses.get(1).id());
	}

	@Test
	void membersMayComeAndGoMeanwhile() throws Exception {
		start(2, TestBus.settings(1000, Overflow.BLOCK));
		TestBus guest = new TestBus(this.network, "guest", TestBus.settings(1000, Overflow.BLOCK));
		this.buses.add(guest);
		Checker ofGuest = subscribe(guest, "topic.1");
		Checker steady = subscribe(this.buses.get(1), "topic.1");
		InterestTests.settle(this.buses.get(0), this.buses.get(1));
		AtomicBoolean done = new AtomicBoolean();
		AtomicLong visits = new AtomicLong();
		Thread comesAndGoes = thread(() -> {
			while (!done.get() || visits.get() == 0) {
				guest.transport.start();
				visits.incrementAndGet();
				guest.transport.stop();
			}
		});
		List<Thread> publishers = new ArrayList<>();
		for (TestBus bus : this.buses.subList(0, 2)) {
			publishers.addAll(publishers(bus, "topic.1"));
		}
		for (Thread publisher : publishers) {
			publisher.join(120_000);
		}
		done.set(true);
		comesAndGoes.join(60_000);
		assertThat(this.failures).isEmpty();
		await().untilAsserted(() -> assertThat(steady.count).hasValue(2L * THREADS * EACH));
		assertThat(steady.problems).isEmpty();
		assertThat(ofGuest.disorder).as("it may miss some, but not get them twice or late").isEmpty();
	}

	private void start(int count, PubSubSettings settings) {
		for (int i = 0; i < count; i++) {
			this.buses.add(new TestBus(this.network, "n" + i, settings).start());
		}
	}

	private void publishAll(String topic) throws InterruptedException {
		List<Thread> threads = new ArrayList<>();
		for (TestBus bus : this.buses) {
			threads.addAll(publishers(bus, topic));
		}
		for (Thread thread : threads) {
			thread.join(TimeUnit.MINUTES.toMillis(4));
			assertThat(thread.isAlive()).isFalse();
		}
		assertThat(this.failures).isEmpty();
	}

	private List<Thread> publishers(TestBus bus, String topic) {
		List<Thread> threads = new ArrayList<>();
		for (int t = 0; t < THREADS; t++) {
			int number = t;
			threads.add(thread(() -> {
				for (int i = 0; i < EACH; i++) {
					bus.pubSub.publish(topic, ByteBuffer.allocate(8).putInt(number).putInt(i).array());
				}
			}));
		}
		return threads;
	}

	private Thread thread(Runnable task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (RuntimeException | Error ex) {
				this.failures.add(ex);
			}
		});
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static Checker subscribe(TestBus bus, String pattern) {
		return new Checker(bus, pattern);
	}

	/** Checks the numbers of each publishing thread of each member. */
	private static final class Checker {

		private final Map<Publisher, Integer> last = new ConcurrentHashMap<>();

		private final AtomicLong count = new AtomicLong();

		private final List<String> problems = new CopyOnWriteArrayList<>();

		private final List<String> disorder = new CopyOnWriteArrayList<>();

		private final Subscription subscription;

		Checker(TestBus bus, String pattern) {
			this.subscription = bus.pubSub.subscribe(pattern, byte[].class, this::check);
		}

		Subscription subscription() {
			return this.subscription;
		}

		private void check(Message<byte[]> message) {
			ByteBuffer payload = ByteBuffer.wrap(message.payload());
			Publisher publisher = new Publisher(message.sender().id(), payload.getInt());
			int number = payload.getInt();
			int before = this.last.getOrDefault(publisher, -1);
			if (number != before + 1 && this.problems.size() < 10) {
				this.problems.add(number + " follows on " + before);
			}
			if (number <= before && this.disorder.size() < 10) {
				this.disorder.add(number + " follows on " + before);
			}
			this.last.put(publisher, number);
			this.count.incrementAndGet();
		}

		private record Publisher(MemberId member, int thread) {
		}

	}

}
