package dev.muster.autoconfigure.metrics;

import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.ReplayRingStatus;
import dev.muster.pubsub.ReplayStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of messages that are kept for those that miss them. None has a tag.
 */
class ReplayMetrics implements MeterBinder {

	private static final String PREFIX = "muster.pubsub.replay.";

	private final PubSub pubSub;

	ReplayMetrics(PubSub pubSub) {
		this.pubSub = pubSub;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		counter(registry, "requests", "requests", "How often this node asked a publisher for what it missed",
				ReplayStatistics::requests);
		counter(registry, "replayed", "messages", "Messages that this node had missed and got later",
				ReplayStatistics::replayed);
		counter(registry, "unfilled", "messages",
				"Messages that this node missed and that their publisher did not keep any more",
				ReplayStatistics::unfilled);
		counter(registry, "resent", "messages", "Messages that this node sent again to a member that missed them",
				ReplayStatistics::resent);
		gauge(registry, "messages", "messages", "Messages that this node keeps", ReplayRingStatus::messages);
		gauge(registry, "size", "bytes", "Size of the messages that this node keeps", ReplayRingStatus::bytes);
	}

	private void counter(MeterRegistry registry, String name, String unit, String description,
			ToLongFunction<ReplayStatistics> value) {
		FunctionCounter.builder(PREFIX + name, this.pubSub, (pubSub) -> value.applyAsLong(pubSub.replayStatistics()))
			.description(description)
			.baseUnit(unit)
			.register(registry);
	}

	private void gauge(MeterRegistry registry, String name, String unit, String description,
			ToDoubleFunction<ReplayRingStatus> value) {
		Gauge.builder(PREFIX + name, this.pubSub, (pubSub) -> pubSub.replayRings().stream().mapToDouble(value).sum())
			.description(description)
			.baseUnit(unit)
			.register(registry);
	}

}
