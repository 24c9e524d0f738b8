package dev.muster.autoconfigure.observation;

import java.util.Objects;

import dev.muster.pubsub.Message;
import dev.muster.pubsub.PubSubInterceptor;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;

/**
 * What is observed of one call of a handler. Trace context is taken from the headers of
 * the message.
 */
public class ProcessContext extends ReceiverContext<Message<?>> {

	private final PubSubInterceptor.Incoming incoming;

	/**
	 * Create a context.
	 * @param incoming what the handler gets
	 */
	public ProcessContext(PubSubInterceptor.Incoming incoming) {
		super((carrier, key) -> Objects.requireNonNull(carrier).headers().get(key), Kind.CONSUMER);
		this.incoming = incoming;
		setCarrier(incoming.message());
		setRemoteServiceName(incoming.message().sender().name());
	}

	/**
	 * Return what the handler gets.
	 * @return message, kind and subscription
	 */
	public PubSubInterceptor.Incoming incoming() {
		return this.incoming;
	}

}
