package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class BoundedQueueTests {

	private static final long FOREVER = TimeUnit.HOURS.toNanos(1);

	@Test
	void isBoundedInElements() {
		Queue queue = new Queue(2, 1000);
		assertThat(queue.tryAdd("a")).isTrue();
		assertThat(queue.tryAdd("b")).isTrue();
		assertThat(queue.tryAdd("c")).isFalse();
		assertThat(queue.count()).isEqualTo(2);
		assertThat(queue.poll()).isEqualTo("a");
		assertThat(queue.tryAdd("c")).isTrue();
		assertThat(queue.poll()).isEqualTo("b");
		assertThat(queue.poll()).isEqualTo("c");
		assertThat(queue.poll()).isNull();
		assertThat(queue.isEmpty()).isTrue();
		assertThat(queue.count()).isZero();
	}

	@Test
	void isBoundedInBytes() {
		Queue queue = new Queue(100, 10);
		assertThat(queue.tryAdd("12345678")).isTrue();
		assertThat(queue.tryAdd("123")).isFalse();
		assertThat(queue.tryAdd("12")).isTrue();
		assertThat(queue.tryAdd("1")).isFalse();
		queue.poll();
		assertThat(queue.tryAdd("123")).isTrue();
	}

	@Test
	void anElementLargerThanAllBytesIsTakenWhenTheQueueIsEmpty() {
		Queue queue = new Queue(100, 10);
		assertThat(queue.tryAdd("1")).isTrue();
		assertThat(queue.tryAdd("123456789012")).isFalse();
		queue.poll();
		assertThat(queue.tryAdd("123456789012")).isTrue();
		assertThat(queue.tryAdd("1")).isFalse();
	}

	@Test
	void roomOfWhatIsTakenIsGivenBackTogether() {
		Queue queue = new Queue(640, 10_000);
		for (int i = 0; i < 640; i++) {
			assertThat(queue.tryAdd("a")).isTrue();
		}
		for (int i = 0; i < 10; i++) {
			queue.take();
		}
		assertThat(queue.tryAdd("b")).as("after 10 of 640").isFalse();
		assertThat(queue.count()).isEqualTo(630);
		queue.take();
		assertThat(queue.tryAdd("b")).as("after a 64th of the capacity, and one").isTrue();
		queue.take();
		assertThat(queue.count()).isEqualTo(629);
		queue.giveBack();
		assertThat(queue.count()).isEqualTo(629);
	}

	@Test
	void roomInASmallQueueIsGivenBackAtOnce() {
		Queue queue = new Queue(2, 10_000);
		queue.tryAdd("a");
		queue.tryAdd("b");
		queue.take();
		assertThat(queue.tryAdd("c")).isTrue();
		Queue tight = new Queue(640, 2);
		tight.tryAdd("a");
		tight.tryAdd("b");
		tight.take();
		assertThat(tight.tryAdd("c")).isTrue();
	}

	@Test
	void whenNothingIsLeftThenAllRoomIsGivenBack() {
		Queue queue = new Queue(10_000, 10_000);
		queue.tryAdd("a");
		assertThat(queue.take()).isEqualTo("a");
		assertThat(queue.take()).isNull();
		assertThat(queue.count()).isZero();
	}

	@Test
	void whoWaitsGetsTheRoomOfWhatWasTaken() throws InterruptedException {
		Queue queue = new Queue(640, 10_000);
		for (int i = 0; i < 640; i++) {
			queue.tryAdd("a");
		}
		CountDownLatch added = new CountDownLatch(1);
		Thread waiter = start(() -> {
			if (queue.awaitAdd("b", System.nanoTime() + FOREVER)) {
				added.countDown();
			}
		});
		awaitParked(waiter);
		queue.take();
		queue.giveBack();
		assertThat(added.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whoWaitsGetsTheRoomThatBecomesFree() throws InterruptedException {
		Queue queue = new Queue(1, 1000);
		queue.tryAdd("a");
		CountDownLatch added = new CountDownLatch(1);
		Thread waiter = start(() -> {
			if (queue.awaitAdd("b", System.nanoTime() + FOREVER)) {
				added.countDown();
			}
		});
		awaitParked(waiter);
		assertThat(queue.poll()).isEqualTo("a");
		assertThat(added.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(queue.poll()).isEqualTo("b");
	}

	@Test
	void whenTimeIsOverThenItIsNotAdded() {
		Queue queue = new Queue(1, 1000);
		queue.tryAdd("a");
		long start = System.nanoTime();
		assertThat(queue.awaitAdd("b", start + TimeUnit.MILLISECONDS.toNanos(50))).isFalse();
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
		assertThat(queue.count()).isEqualTo(1);
	}

	@Test
	void whenInterruptedThenItIsNotAddedAndTheThreadStaysInterrupted() throws InterruptedException {
		Queue queue = new Queue(1, 1000);
		queue.tryAdd("a");
		AtomicBoolean interrupted = new AtomicBoolean();
		Thread waiter = start(() -> {
			if (!queue.awaitAdd("b", System.nanoTime() + FOREVER)) {
				interrupted.set(Thread.currentThread().isInterrupted());
			}
		});
		awaitParked(waiter);
		waiter.interrupt();
		waiter.join(30_000);
		assertThat(interrupted).isTrue();
		assertThat(queue.count()).isEqualTo(1);
	}

	@Test
	void whenClosedThenNobodyWaits() throws InterruptedException {
		Queue queue = new Queue(1, 1000);
		queue.tryAdd("a");
		List<Thread> waiters = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			waiters.add(start(() -> queue.awaitAdd("b", System.nanoTime() + FOREVER)));
		}
		for (Thread waiter : waiters) {
			awaitParked(waiter);
		}
		queue.closed = true;
		queue.wakeWaiter();
		for (Thread waiter : waiters) {
			waiter.join(30_000);
			assertThat(waiter.isAlive()).isFalse();
		}
	}

	@Test
	void nothingIsLostDoubledOrReorderedAmongManyThreads() throws InterruptedException {
		nothingIsLost(new Queue(3, 60), 3, Queue::poll);
	}

	@Test
	void nothingIsLostDoubledOrReorderedWhenRoomIsGivenBackLater() throws InterruptedException {
		nothingIsLost(new Queue(200, 10_000), 200, Queue::take);
	}

	private static void nothingIsLost(Queue queue, int capacity, Function<Queue, @Nullable String> consumer)
			throws InterruptedException {
		int producers = 4;
		int each = 20_000;
		ConcurrentLinkedQueue<String> polled = new ConcurrentLinkedQueue<>();
		AtomicInteger refused = new AtomicInteger();
		List<Thread> threads = new ArrayList<>();
		for (int p = 0; p < producers; p++) {
			String name = "p" + p;
			threads.add(start(() -> {
				for (int i = 0; i < each; i++) {
					if (!queue.awaitAdd(name + ":" + i, System.nanoTime() + FOREVER)) {
						refused.incrementAndGet();
					}
				}
			}));
		}
		int count = 0;
		while (count < producers * each) {
			assertThat(queue.count()).isLessThanOrEqualTo(capacity + producers);
			String element = consumer.apply(queue);
			if (element != null) {
				polled.add(element);
				count++;
			}
		}
		for (Thread thread : threads) {
			thread.join(30_000);
		}
		assertThat(refused).hasValue(0);
		assertThat(queue.count()).isZero();
		int[] next = new int[producers];
		for (String element : polled) {
			int producer = element.charAt(1) - '0';
			assertThat(element).isEqualTo("p" + producer + ":" + next[producer]++);
		}
	}

	private static Thread start(Runnable task) {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static void awaitParked(Thread thread) {
		await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
	}

	private static final class Queue extends BoundedQueue<String> {

		private volatile boolean closed;

		Queue(int capacity, long byteCapacity) {
			super(capacity, byteCapacity);
		}

		@Override
		int sizeOf(String element) {
			return element.length();
		}

		@Override
		boolean isClosed() {
			return this.closed;
		}

	}

}
