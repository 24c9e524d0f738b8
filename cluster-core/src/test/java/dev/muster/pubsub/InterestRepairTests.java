package dev.muster.pubsub;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class InterestRepairTests {

	private final Deque<Runnable> tasks = new ArrayDeque<>();

	private final List<Long> delays = new ArrayList<>();

	private boolean outstanding;

	private boolean rejecting;

	private final InterestRepair repair = new InterestRepair(context((task, delay) -> {
		if (this.rejecting) {
			throw new RejectedExecutionException("shut down");
		}
		this.tasks.add(task);
		this.delays.add(delay);
	}), () -> this.outstanding);

	@Test
	void looksOnceHoweverOftenItIsArmed() {
		this.repair.arm();
		this.repair.arm();
		assertThat(this.tasks).hasSize(1);
		this.tasks.remove().run();
		assertThat(this.tasks).as("all is well").isEmpty();
	}

	@Test
	void looksLessAndLessOftenWhileItDoesNotGetBetter() {
		this.outstanding = true;
		this.repair.arm();
		for (int i = 0; i < 7; i++) {
			this.tasks.remove().run();
		}
		assertThat(this.delays).containsExactly(2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L, 60_000L);
		this.outstanding = false;
		this.tasks.remove().run();
		this.repair.arm();
		assertThat(this.delays).as("begins anew").endsWith(2_000L);
	}

	@Test
	void whenClosedThenItRests() {
		this.outstanding = true;
		this.repair.arm();
		this.repair.close();
		this.tasks.remove().run();
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void whenThereIsNoThreadThenItCanBeArmedLater() {
		this.rejecting = true;
		this.repair.arm();
		this.rejecting = false;
		this.repair.arm();
		assertThat(this.tasks).hasSize(1);
	}

	@Test
	void delaysAreByTheTimeOfAnExecutorThatHasOne() {
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
		try {
			Delayer.of(executor).execute(() -> {
			}, 3_600_000);
			assertThat(executor.getQueue()).hasSize(1);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void delaysOfOtherExecutorsAreByRealTime() {
		var executor = Executors.newCachedThreadPool();
		try {
			List<Long> ran = new ArrayList<>();
			long start = System.nanoTime();
			Delayer.of(executor).execute(() -> {
				synchronized (ran) {
					ran.add(System.nanoTime() - start);
				}
			}, 20);
			await().untilAsserted(() -> {
				synchronized (ran) {
					assertThat(ran).hasSize(1).allMatch((nanos) -> nanos >= TimeUnit.MILLISECONDS.toNanos(20));
				}
			});
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static BusContext context(Delayer delayer) {
		return new BusContext(new FakeNetwork().node("a"), PubSubSettings.defaults(), Runnable::run, delayer,
				InstantSource.system(), () -> 0, new Counters());
	}

}
