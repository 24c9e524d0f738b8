package dev.muster.transport.jgroups.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.muster.transport.jgroups.netty.LinkSettings.LaneBound;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutboundQueue}.
 */
class OutboundQueueTests {

	private final OutboundQueue queue = new OutboundQueue(new LaneBound(2, 100), new LaneBound(3, 100));

	private final List<ByteBuf> made = new ArrayList<>();

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
		assertThat(this.queue.dropped()).isEqualTo(1);
		assertThat(this.made.get(3).refCnt()).isZero();
		assertThat(polled()).containsExactly(1, 2, 3);
	}

	@Test
	void whenUrgentIsFullThenTheOldestIsDropped() {
		offer(Lane.URGENT, 1, 2, 3, 4);
		assertThat(this.queue.dropped()).isEqualTo(2);
		assertThat(this.made.get(0).refCnt()).isZero();
		assertThat(polled()).containsExactly(3, 4);
	}

	@Test
	void whenThereAreTooManyBytesThenTheyAreDroppedLikewise() {
		offer(Lane.PAYLOAD, 60, 50, 40);
		assertThat(polled()).containsExactly(60, 40);
		offer(Lane.URGENT, 60, 50);
		assertThat(polled()).containsExactly(50);
		assertThat(this.queue.dropped()).isEqualTo(2);
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
		ByteBuf first = this.queue.poll();
		assertThat(first).isNotNull().satisfies(ByteBuf::release);
		offer(Lane.PAYLOAD, 4);
		assertThat(polled()).containsExactly(2, 3, 4);
		assertThat(this.queue.dropped()).isZero();
	}

	@Test
	void whenShutThenItTakesNoMoreAndKeepsWhatItHas() {
		offer(Lane.PAYLOAD, 1);
		this.queue.shut();
		ByteBuf refused = frame(2);
		assertThat(this.queue.offer(Lane.PAYLOAD, refused)).isFalse();
		assertThat(refused.refCnt()).isEqualTo(1);
		assertThat(polled()).containsExactly(1);
	}

	@Test
	void whenClosedThenAllIsDropped() {
		offer(Lane.PAYLOAD, 1, 2);
		offer(Lane.URGENT, 3);
		this.queue.close();
		assertThat(this.queue.dropped()).isEqualTo(3);
		assertThat(this.made).allSatisfy((each) -> assertThat(each.refCnt()).isZero());
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
		assertThat(other.dropped()).isEqualTo(1);
		other.close();
	}

	@Test
	void whenManyOfferWhileItIsClosedThenNoFrameIsLeft() throws Exception {
		for (int round = 0; round < 200; round++) {
			OutboundQueue shared = new OutboundQueue(new LaneBound(100, 10_000), new LaneBound(100, 10_000));
			List<List<ByteBuf>> frames = List.of(new ArrayList<>(), new ArrayList<>());
			CountDownLatch go = new CountDownLatch(1);
			AtomicBoolean refused = new AtomicBoolean();
			List<Thread> threads = frames.stream().map((mine) -> new Thread(() -> {
				awaitLatch(go);
				for (int i = 0; i < 50; i++) {
					ByteBuf frame = Unpooled.buffer().writeInt(i);
					mine.add(frame);
					if (!shared.offer((i % 2 == 0) ? Lane.URGENT : Lane.PAYLOAD, frame)) {
						refused.set(true);
						frame.release();
					}
				}
			})).toList();
			threads.forEach(Thread::start);
			go.countDown();
			shared.close();
			for (Thread thread : threads) {
				thread.join();
			}
			assertThat(frames)
				.allSatisfy((mine) -> assertThat(mine).allSatisfy((frame) -> assertThat(frame.refCnt()).isZero()));
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

	private ByteBuf frame(int size) {
		ByteBuf frame = Unpooled.buffer().writeZero(size);
		this.made.add(frame);
		return frame;
	}

	private List<Integer> polled() {
		List<Integer> sizes = new ArrayList<>();
		for (ByteBuf frame = this.queue.poll(); frame != null; frame = this.queue.poll()) {
			sizes.add(frame.readableBytes());
			frame.release();
		}
		return sizes;
	}

}
