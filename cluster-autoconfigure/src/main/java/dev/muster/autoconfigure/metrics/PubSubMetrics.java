package dev.muster.autoconfigure.metrics;

import java.util.function.ToLongFunction;

import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.PubSubStatistics;
import dev.muster.pubsub.SubscriptionStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of the bus.
 */
class PubSubMetrics implements MeterBinder {

	private static final String UNIT = "messages";

	private final PubSub pubSub;

	PubSubMetrics(PubSub pubSub) {
		this.pubSub = pubSub;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		counter(registry, "published", "Messages that were published on this node", PubSubStatistics::published);
		counter(registry, "sent", "Messages handed to the transport, one for each member that gets one",
				PubSubStatistics::sent);
		counter(registry, "received", "Messages from other members", PubSubStatistics::received);
		counter(registry, "delivered", "Messages that a handler has handled, one for each subscription",
				PubSubStatistics::delivered);
		counter(registry, "dropped", "Messages dropped by an overflow policy, on the way out or in",
				PubSubStatistics::dropped);
		counter(registry, "failed", "Messages whose handler failed", PubSubStatistics::failed);
		counter(registry, "undecodable", "Messages that could not become what a subscription wants",
				PubSubStatistics::undecodable);
		counter(registry, "undeliverable", "Messages for members that departed before they could be sent",
				PubSubStatistics::undeliverable);
		counter(registry, "unclaimed", "Messages from other members that no subscription was there for",
				PubSubStatistics::unclaimed);
		counter(registry, "lost", "Messages that other members had for this one and that never came",
				PubSubStatistics::lost);
		Gauge.builder("muster.pubsub.queued", this.pubSub, PubSubMetrics::queued)
			.description("Messages that wait for a handler of this node")
			.baseUnit(UNIT)
			.register(registry);
	}

	private void counter(MeterRegistry registry, String name, String description,
			ToLongFunction<PubSubStatistics> value) {
		FunctionCounter
			.builder("muster.pubsub." + name, this.pubSub, (pubSub) -> value.applyAsLong(pubSub.statistics()))
			.description(description)
			.baseUnit(UNIT)
			.register(registry);
	}

	private static long queued(PubSub pubSub) {
		return pubSub.subscriptions().stream().mapToLong(SubscriptionStatus::queued).sum();
	}

}
