package dev.muster.pubsub;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of how {@link BoundedQueue} lets threads wait.
 */
@Timeout(120)
class BoundedQueueWaitTests {

	private static final long FOREVER = TimeUnit.HOURS.toNanos(1);

	@Test
	void whenThereIsNoRoomInBytesThenWhoWaitsDoesNotTryAgainAndAgain() throws InterruptedException {
		Queue queue = new Queue(100, 10);
		queue.tryAdd("12345678");
		CountDownLatch added = new CountDownLatch(1);
		Thread waiter = start(queue, "abcdef", added);
		await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
		int looks = queue.looks.get();
		assertThat(added.await(200, TimeUnit.MILLISECONDS)).isFalse();
		assertThat(queue.looks.get() - looks).isLessThan(10);
		queue.poll();
		assertThat(added.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(queue.poll()).isEqualTo("abcdef");
	}

	@Test
	void whenManyWaitThenEachGetsItsTurn() throws InterruptedException {
		Queue queue = new Queue(16, 10_000);
		while (queue.tryAdd("x")) {
			assertThat(queue.count()).isLessThanOrEqualTo(16);
		}
		int waiters = 40;
		CountDownLatch added = new CountDownLatch(waiters);
		for (int i = 0; i < waiters; i++) {
			start(queue, "y", added);
		}
		AtomicInteger polled = new AtomicInteger();
		await().until(() -> {
			while (queue.poll() != null) {
				polled.incrementAndGet();
			}
			return polled.get() == 16 + waiters;
		});
		assertThat(added.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(queue.count()).isZero();
	}

	private static Thread start(Queue queue, String element, CountDownLatch added) {
		Thread thread = new Thread(() -> {
			if (queue.awaitAdd(element, System.nanoTime() + FOREVER)) {
				added.countDown();
			}
		});
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static final class Queue extends BoundedQueue<String> {

		private final AtomicInteger looks = new AtomicInteger();

		Queue(int capacity, long byteCapacity) {
			super(capacity, byteCapacity);
		}

		@Override
		int sizeOf(String element) {
			this.looks.incrementAndGet();
			return element.length();
		}

		@Override
		boolean isClosed() {
			return false;
		}

	}

}
