package dev.muster.autoconfigure.metrics;

import java.util.function.ToLongFunction;

import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.RequestStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of requests and confirmed messages. None has a tag, so there are as many
 * whatever is asked.
 */
class RequestMetrics implements MeterBinder {

	private static final String PREFIX = "muster.pubsub.requests.";

	private final PubSub pubSub;

	RequestMetrics(PubSub pubSub) {
		this.pubSub = pubSub;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "open", "Requests and confirmed messages of this node that wait for somebody",
				RequestStatistics::open);
		gauge(registry, "serving", "Requests that wait or are being handled on this node", RequestStatistics::serving);
		counter(registry, "opened", "Requests and confirmed messages that this node began", RequestStatistics::opened);
		counter(registry, "timed-out", "Requests and confirmed messages that ended without an answer of all asked",
				RequestStatistics::timedOut);
		counter(registry, "rejected", "Requests and confirmed messages that were not begun, as too many were open",
				RequestStatistics::rejected);
		counter(registry, "late", "Answers that came when nobody waited for them any more", RequestStatistics::late);
		counter(registry, "served", "Requests that this node answered, be it with its handler's error",
				RequestStatistics::served);
		counter(registry, "refused", "Requests that this node had no room for", RequestStatistics::refused);
		counter(registry, "expired", "Requests that were over or cancelled before this node had handled them",
				RequestStatistics::expired);
		counter(registry, "unanswered", "Answers of this node that could not be sent", RequestStatistics::unanswered);
	}

	private void counter(MeterRegistry registry, String name, String description,
			ToLongFunction<RequestStatistics> value) {
		FunctionCounter.builder(PREFIX + name, this.pubSub, (pubSub) -> value.applyAsLong(pubSub.requestStatistics()))
			.description(description)
			.baseUnit("requests")
			.register(registry);
	}

	private void gauge(MeterRegistry registry, String name, String description,
			ToLongFunction<RequestStatistics> value) {
		Gauge.builder(PREFIX + name, this.pubSub, (pubSub) -> value.applyAsLong(pubSub.requestStatistics()))
			.description(description)
			.baseUnit("requests")
			.register(registry);
	}

}
