package dev.muster.autoconfigure.observation;

import dev.muster.pubsub.PubSubInterceptor;
import io.micrometer.common.KeyValues;

/**
 * The convention for handlers that is used by default. Topic, subscription and sender are
 * tags of traces only, since there may be any number of them.
 */
public class DefaultProcessObservationConvention implements ProcessObservationConvention {

	static final DefaultProcessObservationConvention INSTANCE = new DefaultProcessObservationConvention();

	@Override
	public String getContextualName(ProcessContext context) {
		return context.incoming().pattern() + " process";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ProcessContext context) {
		return PubSubObservation.lowCardinality("process", context.incoming().kind());
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ProcessContext context) {
		PubSubInterceptor.Incoming incoming = context.incoming();
		String subscription = incoming.subscription();
		return KeyValues.of(PubSubObservation.HighCardinality.TOPIC.withValue(incoming.message().topic()),
				PubSubObservation.HighCardinality.SUBSCRIPTION
					.withValue((subscription != null) ? subscription : incoming.pattern()),
				PubSubObservation.HighCardinality.SENDER.withValue(incoming.message().sender().name()));
	}

}
