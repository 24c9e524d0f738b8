package dev.muster.transport.jgroups.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.muster.transport.jgroups.netty.LinkSettings.LaneBound;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutboundQueue}.
 */
class OutboundQueueTests {

	private final OutboundQueue queue = new OutboundQueue(new LaneBound(2, 100), new LaneBound(3, 100));

	@Test
	void whenBothLanesHaveFramesThenTheUrgentLeaveFirstAndEachLaneKeepsItsOrder() {
		offer(Lane.PAYLOAD, 1, 2);
		offer(Lane.URGENT, 3, 4);
		assertThat(this.queue.frames()).isEqualTo(4);
		assertThat(this.queue.bytes()).isEqualTo(10);
		assertThat(polled()).containsExactly(3, 4, 1, 2);
		assertThat(this.queue.isEmpty()).isTrue();
		assertThat(this.queue.bytes()).isZero();
	}

	@Test
	void whenPayloadIsFullThenTheNewestIsDropped() {
		offer(Lane.PAYLOAD, 1, 2, 3, 4);
		assertThat(this.queue.drops()).isEqualTo(1);
		assertThat(polled()).containsExactly(1, 2, 3);
	}

	@Test
	void whenUrgentIsFullThenTheOldestIsDropped() {
		offer(Lane.URGENT, 1, 2, 3, 4);
		assertThat(this.queue.drops()).isEqualTo(2);
		assertThat(polled()).containsExactly(3, 4);
	}

	@Test
	void whenThereAreTooManyBytesThenTheyAreDroppedLikewise() {
		offer(Lane.PAYLOAD, 60, 50, 40);
		assertThat(polled()).containsExactly(60, 40);
		offer(Lane.URGENT, 60, 50);
		assertThat(polled()).containsExactly(50);
		assertThat(this.queue.drops()).isEqualTo(2);
	}

	@Test
	void whenAFrameIsLargerThanTheBoundThenItIsTakenAlone() {
		offer(Lane.PAYLOAD, 200, 1);
		assertThat(polled()).containsExactly(200);
		offer(Lane.URGENT, 1, 200);
		assertThat(polled()).containsExactly(200);
	}

	@Test
	void whenFullAndPolledThenThereIsRoom() {
		offer(Lane.PAYLOAD, 1, 2, 3);
		assertThat(this.queue.poll()).isNotNull();
		offer(Lane.PAYLOAD, 4);
		assertThat(polled()).containsExactly(2, 3, 4);
		assertThat(this.queue.drops()).isZero();
	}

	@Test
	void whenShutThenItTakesNoMoreAndKeepsWhatItHas() {
		offer(Lane.PAYLOAD, 1);
		this.queue.shut();
		assertThat(this.queue.offer(Lane.PAYLOAD, frame(2))).isFalse();
		assertThat(polled()).containsExactly(1);
	}

	@Test
	void whenClosedThenAllIsDropped() {
		offer(Lane.PAYLOAD, 1, 2);
		offer(Lane.URGENT, 3);
		this.queue.close();
		assertThat(this.queue.drops()).isEqualTo(3);
		assertThat(this.queue.frames()).isZero();
	}

	@Test
	void whenMovedThenTheOtherHasAllInTheirLanes() {
		OutboundQueue other = new OutboundQueue(new LaneBound(9, 100), new LaneBound(1, 100));
		offer(Lane.PAYLOAD, 1, 2);
		offer(Lane.URGENT, 3);
		this.queue.moveTo(other);
		assertThat(this.queue.isEmpty()).isTrue();
		assertThat(other.frames()).isEqualTo(2);
		assertThat(other.drops()).isEqualTo(1);
		other.close();
	}

	@Test
	void whenManyOfferWhileItIsClosedThenNoFrameIsLeft() throws Exception {
		for (int round = 0; round < 200; round++) {
			OutboundQueue shared = new OutboundQueue(new LaneBound(100, 10_000), new LaneBound(100, 10_000));
			CountDownLatch go = new CountDownLatch(1);
			AtomicInteger taken = new AtomicInteger();
			List<Thread> threads = Stream.generate(() -> new Thread(() -> {
				awaitLatch(go);
				for (int i = 0; i < 50; i++) {
					if (shared.offer((i % 2 == 0) ? Lane.URGENT : Lane.PAYLOAD, frame(Integer.BYTES))) {
						taken.incrementAndGet();
					}
				}
			})).limit(2).toList();
			threads.forEach(Thread::start);
			go.countDown();
			shared.close();
			for (Thread thread : threads) {
				thread.join();
			}
			assertThat(shared.drops()).isEqualTo(taken.get());
			assertThat(shared.frames()).isZero();
			assertThat(shared.bytes()).isZero();
		}
	}

	private static void awaitLatch(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void offer(Lane lane, int... sizes) {
		for (int size : sizes) {
			assertThat(this.queue.offer(lane, frame(size))).isTrue();
		}
	}

	private static OutboundFrame frame(int size) {
		return OutboundFrame.of(new byte[size]);
	}

	private List<Integer> polled() {
		List<Integer> sizes = new ArrayList<>();
		for (OutboundFrame frame = this.queue.poll(); frame != null; frame = this.queue.poll()) {
			sizes.add(frame.size());
		}
		return sizes;
	}

}
