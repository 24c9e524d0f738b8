package dev.muster.autoconfigure.observation;

import java.util.Locale;

import dev.muster.pubsub.PubSubInterceptor;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of the bus.
 */
public enum PubSubObservation implements ObservationDocumentation {

	/**
	 * A publish or request, until the message is in all queues.
	 */
	PUBLISH("muster.pubsub.publish", DefaultPublishObservationConvention.class),

	/**
	 * One call of one handler.
	 */
	PROCESS("muster.pubsub.process", DefaultProcessObservationConvention.class);

	private final String name;

	private final Class<? extends ObservationConvention<? extends Observation.Context>> convention;

	PubSubObservation(String name, Class<? extends ObservationConvention<? extends Observation.Context>> convention) {
		this.name = name;
		this.convention = convention;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return this.convention;
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return LowCardinality.values();
	}

	@Override
	public KeyName[] getHighCardinalityKeyNames() {
		return HighCardinality.values();
	}

	static KeyValues lowCardinality(String operation, PubSubInterceptor.Kind kind) {
		return KeyValues.of(LowCardinality.SYSTEM.withValue("muster"), LowCardinality.OPERATION.withValue(operation),
				LowCardinality.KIND.withValue(kind.name().toLowerCase(Locale.ROOT)));
	}

	/**
	 * Tags of meters and traces.
	 */
	public enum LowCardinality implements KeyName {

		/** Always {@code muster}. */
		SYSTEM("messaging.system"),

		/** Either {@code publish} or {@code process}. */
		OPERATION("messaging.operation"),

		/** Either {@code message} or {@code request}. */
		KIND("muster.kind");

		private final String key;

		LowCardinality(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Tags of traces only.
	 */
	public enum HighCardinality implements KeyName {

		/** The topic. */
		TOPIC("messaging.destination.name"),

		/** Name of the subscription, or its pattern. */
		SUBSCRIPTION("muster.subscription"),

		/** Name of the member that published. */
		SENDER("muster.sender");

		private final String key;

		HighCardinality(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
