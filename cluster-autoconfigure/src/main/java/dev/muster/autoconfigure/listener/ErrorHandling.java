package dev.muster.autoconfigure.listener;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.muster.pubsub.Message;
import org.jspecify.annotations.Nullable;

/**
 * Gives failures to an error handler. Not interrupts, which end the listener, nor errors.
 */
record ErrorHandling(ListenerInvocation next, ClusterListenerErrorHandler handler) implements ListenerInvocation {

	@Override
	public @Nullable Object invoke(Message<?> message) throws Exception {
		Object result;
		try {
			result = this.next.invoke(message);
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			return this.handler.handleError(message, ex);
		}
		if (result instanceof CompletionStage<?> stage) {
			return stage.handle((value, thrown) -> (thrown != null) ? handle(message, thrown) : value);
		}
		return result;
	}

	private @Nullable Object handle(Message<?> message, Throwable thrown) {
		Throwable cause = ListenerResults.unwrap(thrown);
		if (!(cause instanceof Exception exception)) {
			throw new CompletionException(cause);
		}
		try {
			return this.handler.handleError(message, exception);
		}
		catch (Exception ex) {
			throw new CompletionException(ex);
		}
	}

}
