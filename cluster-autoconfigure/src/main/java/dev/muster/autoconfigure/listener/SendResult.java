package dev.muster.autoconfigure.listener;

import java.util.List;

import dev.muster.pubsub.Message;
import dev.muster.pubsub.PubSub;
import org.jspecify.annotations.Nullable;

/**
 * Publishes results, as {@code @SendTo} says.
 */
record SendResult(ListenerInvocation next, List<String> topics, PubSub pubSub) implements ListenerInvocation {

	@Override
	public @Nullable Object invoke(Message<?> message) throws Exception {
		Object result = ListenerResults.await(this.next.invoke(message));
		if (result != null) {
			for (String topic : this.topics) {
				this.pubSub.publish(topic, result);
			}
		}
		return null;
	}

}
