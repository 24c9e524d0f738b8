package dev.muster.autoconfigure.observation;

import dev.muster.pubsub.PubSubInterceptor;
import org.slf4j.MDC;

import org.springframework.core.Ordered;

/**
 * Puts into the log's context (MDC) what a handler is just given: {@code muster.topic},
 * {@code muster.sender} and, if it has a name, {@code muster.subscription}.
 */
final class MdcInterceptor implements PubSubInterceptor, Ordered {

	static final String TOPIC = "muster.topic";

	static final String SENDER = "muster.sender";

	static final String SUBSCRIPTION = "muster.subscription";

	@Override
	public void process(Incoming incoming, Processing proceed) throws Exception {
		MDC.put(TOPIC, incoming.message().topic());
		MDC.put(SENDER, incoming.message().sender().name());
		String subscription = incoming.subscription();
		if (subscription != null) {
			MDC.put(SUBSCRIPTION, subscription);
		}
		try {
			proceed.run();
		}
		finally {
			MDC.remove(TOPIC);
			MDC.remove(SENDER);
			MDC.remove(SUBSCRIPTION);
		}
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 200;
	}

}
