package dev.muster.autoconfigure.listener;

import java.util.List;

import dev.muster.pubsub.Message;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one of several methods by the payload.
 */
record PayloadDispatch(List<Handler> handlers) implements ListenerInvocation {

	@Override
	public @Nullable Object invoke(Message<?> message) throws Exception {
		Object payload = message.payload();
		Handler best = null;
		for (Handler handler : this.handlers) {
			if (handler.type().isInstance(payload) && (best == null || best.type().isAssignableFrom(handler.type()))) {
				best = handler;
			}
		}
		if (best == null) {
			throw new UnhandledPayloadException(message.topic(), payload.getClass());
		}
		return best.invocation().invoke(message);
	}

	/**
	 * One of the methods.
	 *
	 * @param type what payloads it takes
	 * @param invocation calls it
	 */
	record Handler(Class<?> type, ListenerInvocation invocation) {
	}

}
