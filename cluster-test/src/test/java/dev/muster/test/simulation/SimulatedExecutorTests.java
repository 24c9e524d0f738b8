package dev.muster.test.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the executors of a {@link SimulatedProcess}.
 */
class SimulatedExecutorTests {

	private final Simulation simulation = new Simulation(1);

	private final SimulatedNetwork network = new SimulatedNetwork(this.simulation);

	private final SimulatedTransport node = this.network.transport("a", "cluster", Map.of());

	private final ScheduledExecutorService executor = this.node.process().executor();

	private final List<Integer> ran = new ArrayList<>();

	@Test
	void tasksRunSoonAndInNoOrder() {
		for (int i = 0; i < 20; i++) {
			int number = i;
			this.executor.execute(() -> this.ran.add(number));
		}
		assertThat(this.ran).isEmpty();
		this.simulation.runFor(Duration.ofMillis(1));
		assertThat(this.ran).hasSize(20).isNotEqualTo(this.ran.stream().sorted().toList());
	}

	@Test
	void toWaitForATaskLetsTimePass() throws InterruptedException, ExecutionException, TimeoutException {
		Future<Integer> soon = this.executor.submit(() -> 42);
		assertThat(soon.get()).isEqualTo(42);
		Callable<Integer> callable = () -> 43;
		ScheduledFuture<Integer> later = this.executor.schedule(callable, 1, TimeUnit.HOURS);
		assertThat(later.getDelay(TimeUnit.MINUTES)).isEqualTo(60);
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> later.get(30, TimeUnit.MINUTES));
		assertThat(later.get(31, TimeUnit.MINUTES)).isEqualTo(43);
		assertThat(this.simulation.nanoTime()).isGreaterThan(Duration.ofHours(1).toNanos());
	}

	@Test
	void periodicTasksRunUntilCancelled() {
		ScheduledFuture<?> task = this.executor.scheduleAtFixedRate(() -> this.ran.add(1), 10, 10, TimeUnit.SECONDS);
		this.simulation.runFor(Duration.ofSeconds(35));
		assertThat(this.ran).hasSize(3);
		task.cancel(false);
		this.simulation.runFor(Duration.ofSeconds(35));
		assertThat(this.ran).hasSize(3);
	}

	@Test
	void whenShutDownThenItTakesNothingNewAndEndsWhatItHas() throws InterruptedException {
		this.executor.execute(() -> this.ran.add(1));
		this.executor.shutdown();
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.executor.execute(() -> this.ran.add(2)));
		assertThat(this.executor.isTerminated()).isFalse();
		assertThat(this.executor.awaitTermination(1, TimeUnit.SECONDS)).isTrue();
		assertThat(this.ran).containsExactly(1);
	}

	@Test
	void whenShutDownNowThenNothingRunsAnyMore() {
		this.executor.execute(() -> this.ran.add(1));
		this.executor.shutdownNow();
		this.simulation.runFor(Duration.ofSeconds(1));
		assertThat(this.ran).isEmpty();
		assertThat(this.executor.isTerminated()).isTrue();
	}

	@Test
	void whenTheProcessIsPausedThenItsTasksWait() {
		this.executor.execute(() -> this.ran.add(1));
		this.network.pause(this.node);
		this.simulation.runFor(Duration.ofHours(1));
		assertThat(this.ran).isEmpty();
		this.network.resume(this.node);
		this.simulation.runFor(Duration.ZERO);
		assertThat(this.ran).containsExactly(1);
	}

	@Test
	void whenTheProcessIsKilledThenItsTasksNeverRun() {
		this.executor.execute(() -> this.ran.add(1));
		this.network.crash(this.node);
		this.executor.execute(() -> this.ran.add(2));
		this.simulation.runFor(Duration.ofHours(1));
		assertThat(this.ran).isEmpty();
	}

}
