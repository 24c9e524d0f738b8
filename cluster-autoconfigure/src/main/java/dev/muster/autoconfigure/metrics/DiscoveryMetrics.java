package dev.muster.autoconfigure.metrics;

import java.util.function.ToLongFunction;

import dev.muster.discovery.DiscoveryService;
import dev.muster.discovery.TopologyStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of the discovery, for each topology: as many as are configured, and of each as
 * many as its strategy has names for what it counts.
 */
class DiscoveryMetrics implements MeterBinder {

	private final DiscoveryService discovery;

	DiscoveryMetrics(DiscoveryService discovery) {
		this.discovery = discovery;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (TopologyStatus status : this.discovery.status()) {
			String topology = status.topology();
			counter(registry, topology, "polls", "Number of times that the topology was asked for peers", Tags.empty(),
					TopologyStatus::polls);
			counter(registry, topology, "failures", "Number of times that the topology could not tell", Tags.empty(),
					TopologyStatus::failures);
			for (String event : status.counters().keySet()) {
				counter(registry, topology, "events",
						"What the topology's strategy counts itself, such as datagrams heard and refused",
						Tags.of("event", event), (current) -> current.counters().getOrDefault(event, 0L));
			}
		}
	}

	private void counter(MeterRegistry registry, String topology, String name, String description, Tags tags,
			ToLongFunction<TopologyStatus> value) {
		FunctionCounter
			.builder("muster.discovery." + name, this.discovery, (discovery) -> value(discovery, topology, value))
			.description(description)
			.baseUnit(name)
			.tag("topology", topology)
			.tags(tags)
			.register(registry);
	}

	private static long value(DiscoveryService discovery, String topology, ToLongFunction<TopologyStatus> value) {
		return discovery.status()
			.stream()
			.filter((status) -> status.topology().equals(topology))
			.mapToLong(value)
			.findFirst()
			.orElse(0);
	}

}
