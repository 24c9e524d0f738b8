package dev.muster.replication;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls when it is time, or earlier. Set to an earlier time it calls twice, which does no
 * harm, and needs nothing to be cancelled.
 */
final class Alarm {

	private static final Logger logger = LoggerFactory.getLogger(Replica.class);

	private final Executor executor;

	private final Runnable action;

	private long setTo = ReplicaCore.NEVER;

	Alarm(Executor executor, Runnable action) {
		this.executor = executor;
		this.action = action;
	}

	/**
	 * Call at a time, if not before. For one thread at a time, together with
	 * {@link #rings}.
	 * @param now the time
	 * @param due when to call; {@link ReplicaCore#NEVER} for never
	 */
	void set(long now, long due) {
		if (due >= this.setTo) {
			return;
		}
		this.setTo = due;
		long delay = Math.max(0, due - now);
		try {
			// by the executor's own time, if it has one
			if (this.executor instanceof ScheduledExecutorService scheduler) {
				ScheduledFuture<?> unused = scheduler.schedule(this.action, delay, TimeUnit.NANOSECONDS);
			}
			else {
				CompletableFuture.delayedExecutor(delay, TimeUnit.NANOSECONDS, this.executor).execute(this.action);
			}
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No thread for replication any more", ex); // the node is being
																	// closed
		}
	}

	/**
	 * It called.
	 */
	void rings(long now) {
		if (now >= this.setTo) {
			this.setTo = ReplicaCore.NEVER;
		}
	}

}
