package dev.muster.discovery;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Calls of a strategy, made by one thread, which are interrupted when they take too long
 * or are not wanted any more. What the thread does between two calls is never
 * interrupted.
 */
final class GuardedCalls {

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Thread caller;

	private long number;

	private boolean cancelled;

	/**
	 * Call on this thread. The call may end late, and well, in spite of the interrupt.
	 * @param call what to call
	 * @param deadline how long it may take
	 * @param overdue is run on another thread, before the interrupt; must not block
	 * @throws InterruptedException if calls are not wanted any more
	 * @throws Exception what the call threw
	 */
	void call(Call call, Duration deadline, Runnable overdue) throws Exception {
		long current = begin();
		CompletableFuture<Boolean> timer = new CompletableFuture<Boolean>().completeOnTimeout(true, deadline.toNanos(),
				TimeUnit.NANOSECONDS);
		timer.thenAccept((late) -> {
			if (late) {
				late(current, overdue);
			}
		});
		try {
			call.run();
		}
		finally {
			end();
			timer.complete(false);
		}
	}

	/**
	 * Interrupt the call that runs now, if any, and begin no other.
	 */
	void cancel() {
		this.lock.lock();
		try {
			this.cancelled = true;
			if (this.caller != null) {
				this.caller.interrupt();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private long begin() throws InterruptedException {
		this.lock.lock();
		try {
			if (this.cancelled) {
				throw new InterruptedException("Not wanted any more");
			}
			this.caller = Thread.currentThread();
			return ++this.number;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void late(long call, Runnable overdue) {
		this.lock.lock();
		try {
			if (this.caller != null && this.number == call) {
				overdue.run();
				this.caller.interrupt();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void end() {
		this.lock.lock();
		try {
			this.caller = null;
			Thread.interrupted(); // one that came too late for the call
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A call.
	 */
	@FunctionalInterface
	interface Call {

		void run() throws Exception;

	}

}
