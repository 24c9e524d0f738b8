package dev.muster.autoconfigure.cloud.instances;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task on a thread of its own, which may block: run once more after each request,
 * however many requests come while it waits.
 */
final class CoalescedTask implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(CoalescedTask.class);

	private final Runnable task;

	private final String name;

	private final AtomicBoolean requested = new AtomicBoolean();

	private final ThreadPoolExecutor executor;

	CoalescedTask(String name, Runnable task) {
		this.name = name;
		this.task = task;
		this.executor = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (runnable) -> {
			Thread thread = new Thread(runnable, name);
			thread.setDaemon(true);
			return thread;
		});
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Have the task run. Returns at once.
	 */
	void request() {
		if (this.requested.compareAndSet(false, true)) {
			try {
				this.executor.execute(this::run);
			}
			catch (RejectedExecutionException ex) {
				logger.debug("{} is closed", this.name);
			}
		}
	}

	private void run() {
		this.requested.set(false);
		try {
			this.task.run();
		}
		catch (RuntimeException ex) {
			logger.warn("{} failed", this.name, ex);
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
