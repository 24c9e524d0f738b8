package dev.muster.test.simulation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs tasks as events of a process. To wait for a task lets virtual time pass.
 */
final class SimulatedExecutor extends AbstractExecutorService implements ScheduledExecutorService {

	// A task that takes longer than this to end will never end
	private static final Duration FOREVER = Duration.ofDays(1);

	private final SimulatedProcess process;

	private final Duration jitter;

	private int pending;

	private boolean shutdown;

	private boolean discarding;

	/**
	 * Make an executor.
	 * @param process whose events the tasks are
	 * @param jitter how long a task waits for a thread, at the most
	 */
	SimulatedExecutor(SimulatedProcess process, Duration jitter) {
		this.process = process;
		this.jitter = jitter;
	}

	@Override
	public void execute(Runnable task) {
		if (this.shutdown) {
			throw new RejectedExecutionException("The executor of " + this.process + " is shut down");
		}
		enqueue(0, task);
	}

	private void enqueue(long delayNanos, Runnable task) {
		this.pending++;
		this.process.schedule(delayNanos + this.process.simulation().nextNanos(this.jitter), () -> {
			this.pending--;
			if (!this.discarding) {
				task.run();
			}
		});
	}

	@Override
	protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
		return new Task<>(callable, 0, 0);
	}

	@Override
	protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
		return new Task<>(() -> {
			runnable.run();
			return value;
		}, 0, 0);
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
		return schedule(() -> {
			command.run();
			return Boolean.TRUE;
		}, delay, unit);
	}

	@Override
	public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
		return enqueue(new Task<>(callable, unit.toNanos(delay), 0));
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long delay, long period, TimeUnit unit) {
		return scheduleWithFixedDelay(command, delay, period, unit); // tasks take no time
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long delay, long period, TimeUnit unit) {
		return enqueue(new Task<>(() -> {
			command.run();
			return Boolean.TRUE;
		}, unit.toNanos(delay), unit.toNanos(period)));
	}

	private <V> ScheduledFuture<V> enqueue(Task<V> task) {
		if (this.shutdown) {
			throw new RejectedExecutionException("The executor of " + this.process + " is shut down");
		}
		enqueue(Math.max(0, task.getDelay(TimeUnit.NANOSECONDS)), task);
		return task;
	}

	@Override
	public void shutdown() {
		this.shutdown = true;
	}

	@Override
	public List<Runnable> shutdownNow() {
		this.shutdown = true;
		this.discarding = true;
		return List.of();
	}

	@Override
	public boolean isShutdown() {
		return this.shutdown;
	}

	@Override
	public boolean isTerminated() {
		return this.shutdown && (this.discarding || this.pending == 0);
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		return this.process.simulation().runUntil(this::isTerminated, Duration.ofNanos(unit.toNanos(timeout)));
	}

	private final class Task<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {

		private final long period;

		private long dueNanos;

		Task(Callable<V> callable, long delayNanos, long periodNanos) {
			super(callable);
			this.period = periodNanos;
			this.dueNanos = SimulatedExecutor.this.process.simulation().nanoTime() + delayNanos;
		}

		@Override
		public void run() {
			if (!isPeriodic()) {
				super.run();
			}
			else if (runAndReset() && !SimulatedExecutor.this.shutdown) {
				this.dueNanos = SimulatedExecutor.this.process.simulation().nanoTime() + this.period;
				enqueue(this.period, this);
			}
		}

		@Override
		public V get() throws InterruptedException, ExecutionException {
			SimulatedExecutor.this.process.simulation().runUntil(this::isDone, FOREVER);
			if (!isDone()) {
				throw new IllegalStateException("A task of " + SimulatedExecutor.this.process + " never ends");
			}
			return super.get();
		}

		@Override
		public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
			SimulatedExecutor.this.process.simulation().runUntil(this::isDone, Duration.ofNanos(unit.toNanos(timeout)));
			return super.get(0, TimeUnit.NANOSECONDS);
		}

		@Override
		public boolean isPeriodic() {
			return this.period != 0;
		}

		@Override
		public long getDelay(TimeUnit unit) {
			return unit.convert(this.dueNanos - SimulatedExecutor.this.process.simulation().nanoTime(),
					TimeUnit.NANOSECONDS);
		}

		@Override
		public int compareTo(Delayed other) {
			return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
		}

		@Override
		public boolean equals(Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this);
		}

	}

}
