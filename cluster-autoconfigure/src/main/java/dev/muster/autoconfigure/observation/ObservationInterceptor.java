package dev.muster.autoconfigure.observation;

import java.util.function.Supplier;

import dev.muster.pubsub.PubSubInterceptor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;

/**
 * Observes publishing and handlers. The registry is asked for when the first message
 * goes, for it may need beans that need the bus.
 */
final class ObservationInterceptor implements PubSubInterceptor, Ordered {

	private final Supplier<ObservationRegistry> registry;

	private final Supplier<PublishObservationConvention> publishConvention;

	private final Supplier<ProcessObservationConvention> processConvention;

	ObservationInterceptor(Supplier<ObservationRegistry> registry,
			Supplier<PublishObservationConvention> publishConvention,
			Supplier<ProcessObservationConvention> processConvention) {
		this.registry = SingletonSupplier.of(registry);
		this.publishConvention = SingletonSupplier.of(publishConvention);
		this.processConvention = SingletonSupplier.of(processConvention);
	}

	@Override
	public void publish(Outgoing outgoing, Runnable proceed) {
		ObservationRegistry current = this.registry.get();
		if (current.isNoop()) {
			proceed.run();
			return;
		}
		Observation.createNotStarted(this.publishConvention.get(), () -> new PublishContext(outgoing), current)
			.observe(proceed);
	}

	@Override
	public void process(Incoming incoming, Processing proceed) throws Exception {
		ObservationRegistry current = this.registry.get();
		if (current.isNoop()) {
			proceed.run();
			return;
		}
		Observation.createNotStarted(this.processConvention.get(), () -> new ProcessContext(incoming), current)
			.observeChecked(proceed::run);
	}

	/** Outside of the others, so that they see the trace. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 100;
	}

}
