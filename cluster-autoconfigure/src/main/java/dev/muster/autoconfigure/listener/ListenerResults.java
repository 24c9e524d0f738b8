package dev.muster.autoconfigure.listener;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.ClassUtils;

/**
 * What listeners return.
 */
final class ListenerResults {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Mono",
			ListenerResults.class.getClassLoader());

	private ListenerResults() {
	}

	/**
	 * Make a stage of what is not there yet.
	 */
	static @Nullable Object stageOrValue(@Nullable Object result) {
		return (REACTOR && result != null) ? Reactive.stageOrValue(result) : result;
	}

	/**
	 * Wait for a result that is not there yet. An interrupt cancels it.
	 */
	static @Nullable Object await(@Nullable Object result) throws Exception {
		if (!(result instanceof CompletionStage<?> stage)) {
			return result;
		}
		CompletableFuture<?> future = stage.toCompletableFuture();
		try {
			return future.get();
		}
		catch (InterruptedException ex) {
			future.cancel(true);
			throw ex;
		}
		catch (ExecutionException ex) {
			Throwable cause = unwrap(ex);
			if (cause instanceof Error error) {
				throw error;
			}
			throw (cause instanceof Exception exception) ? exception : ex;
		}
	}

	/**
	 * Return what was thrown at first.
	 */
	static Throwable unwrap(Throwable thrown) {
		Throwable current = thrown;
		while (current instanceof CompletionException || current instanceof ExecutionException) {
			Throwable cause = current.getCause();
			if (cause == null) {
				return current;
			}
			current = cause;
		}
		return current;
	}

	/**
	 * Loaded only where Reactor is.
	 */
	private static final class Reactive {

		static Object stageOrValue(Object result) {
			return (result instanceof Mono<?> mono) ? mono.toFuture() : result;
		}

	}

}
