package dev.muster.pubsub;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks later.
 */
@FunctionalInterface
interface Delayer {

	void execute(Runnable task, long delayMillis);

	/**
	 * Make one that runs tasks on an executor, by the executor's own time if it has one.
	 */
	static Delayer of(Executor executor) {
		if (executor instanceof ScheduledExecutorService scheduler) {
			return (task, delay) -> {
				ScheduledFuture<?> unused = scheduler.schedule(task, delay, TimeUnit.MILLISECONDS);
			};
		}
		return (task, delay) -> CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS, executor).execute(task);
	}

}
