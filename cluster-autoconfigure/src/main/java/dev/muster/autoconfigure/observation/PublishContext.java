package dev.muster.autoconfigure.observation;

import java.util.Map;
import java.util.Objects;

import dev.muster.pubsub.PubSubInterceptor;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;

/**
 * What is observed of a publish or request. Trace context becomes headers of the message.
 */
public class PublishContext extends SenderContext<Map<String, String>> {

	private final PubSubInterceptor.Outgoing outgoing;

	/**
	 * Create a context.
	 * @param outgoing what is published
	 */
	public PublishContext(PubSubInterceptor.Outgoing outgoing) {
		super((carrier, key, value) -> Objects.requireNonNull(carrier).put(key, value), Kind.PRODUCER);
		this.outgoing = outgoing;
		setCarrier(outgoing.headers());
		setRemoteServiceName("muster");
	}

	/**
	 * Return what is published.
	 * @return topic, kind and headers
	 */
	public PubSubInterceptor.Outgoing outgoing() {
		return this.outgoing;
	}

}
