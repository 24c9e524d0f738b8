package dev.muster.presence;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the work that may take long, in slices with pauses for all others between.
 */
final class Sweeper implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Presence.class);

	private final Executor executor;

	private final LongSupplier nanoTime;

	/** Works for a slice, and returns when to go on. */
	private final LongSupplier slice;

	private final AtomicBoolean scheduled = new AtomicBoolean();

	Sweeper(Executor executor, LongSupplier nanoTime, LongSupplier slice) {
		this.executor = executor;
		this.nanoTime = nanoTime;
		this.slice = slice;
	}

	/**
	 * See to it that a slice begins soon. Never waits.
	 */
	void wake() {
		if (this.scheduled.compareAndSet(false, true)) {
			execute(0);
		}
	}

	private void execute(long delayNanos) {
		try {
			if (delayNanos <= 0) {
				this.executor.execute(this);
			}
			else if (this.executor instanceof ScheduledExecutorService scheduler) {
				ScheduledFuture<?> unused = scheduler.schedule(this::wake, delayNanos, TimeUnit.NANOSECONDS);
			}
			else {
				CompletableFuture.delayedExecutor(delayNanos, TimeUnit.NANOSECONDS, this.executor).execute(this::wake);
			}
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No thread to sweep: the node is being closed", ex);
		}
	}

	@Override
	public void run() {
		this.scheduled.set(false);
		long next = this.slice.getAsLong();
		if (next != Long.MAX_VALUE) {
			long delay = next - this.nanoTime.getAsLong();
			if (delay <= 0) {
				wake();
			}
			else {
				execute(delay);
			}
		}
	}

}
