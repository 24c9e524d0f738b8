package dev.muster.autoconfigure.cloud;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.muster.discovery.DiscoveryException;

/**
 * Calls of a client that nobody knows how long they take, nor whether they heed an
 * interrupt. Each has a thread of its own; while one does not return there is no other,
 * so that a client that hangs keeps one thread and not more.
 */
final class TimeLimitedCalls {

	private final String threadName;

	private final AtomicBoolean busy = new AtomicBoolean();

	TimeLimitedCalls(String threadName) {
		this.threadName = threadName;
	}

	/**
	 * Call.
	 * @param <T> type of the answer
	 * @param callable what to call
	 * @param timeout how long to wait
	 * @return the answer
	 * @throws DiscoveryException if there is none in time, or the call before has not
	 * returned yet, or the calling thread was interrupted
	 * @throws ExecutionException if the call threw
	 */
	<T> T call(Callable<T> callable, Duration timeout) throws ExecutionException {
		if (!this.busy.compareAndSet(false, true)) {
			throw new DiscoveryException("a call made before has not returned yet");
		}
		CompletableFuture<T> answer = new CompletableFuture<>();
		Thread thread = new Thread(() -> run(callable, answer), this.threadName);
		thread.setDaemon(true);
		thread.start();
		try {
			return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			thread.interrupt();
			throw new DiscoveryException("no answer within " + timeout.toMillis() / 1000.0 + " s", ex);
		}
		catch (InterruptedException ex) {
			thread.interrupt();
			Thread.currentThread().interrupt();
			throw new DiscoveryException("interrupted", ex);
		}
	}

	private <T> void run(Callable<T> callable, CompletableFuture<T> answer) {
		try {
			T result = callable.call();
			this.busy.set(false);
			answer.complete(result);
		}
		catch (Throwable ex) { // whatever it is, who waits is to know
			this.busy.set(false);
			answer.completeExceptionally(ex);
		}
	}

}
