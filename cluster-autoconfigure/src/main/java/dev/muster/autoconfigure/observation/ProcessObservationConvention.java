package dev.muster.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and tags of the observation of the call of a handler. A bean of this type takes
 * the place of {@link DefaultProcessObservationConvention}.
 */
public interface ProcessObservationConvention extends ObservationConvention<ProcessContext> {

	@Override
	default String getName() {
		return PubSubObservation.PROCESS.getName();
	}

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof ProcessContext;
	}

}
