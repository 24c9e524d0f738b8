package dev.muster.autoconfigure.observation;

import io.micrometer.common.KeyValues;

/**
 * The convention for publishing that is used by default. The topic is a tag of traces
 * only, since there may be any number of topics.
 */
public class DefaultPublishObservationConvention implements PublishObservationConvention {

	static final DefaultPublishObservationConvention INSTANCE = new DefaultPublishObservationConvention();

	@Override
	public String getContextualName(PublishContext context) {
		return "muster publish";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(PublishContext context) {
		return PubSubObservation.lowCardinality("publish", context.outgoing().kind());
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(PublishContext context) {
		return KeyValues.of(PubSubObservation.HighCardinality.TOPIC.withValue(context.outgoing().topic()));
	}

}
