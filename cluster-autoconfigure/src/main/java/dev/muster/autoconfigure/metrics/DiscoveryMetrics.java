package dev.muster.autoconfigure.metrics;

import java.util.function.ToLongFunction;

import dev.muster.discovery.DiscoveryService;
import dev.muster.discovery.TopologyStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of the discovery, for each topology: as many as are configured.
 */
class DiscoveryMetrics implements MeterBinder {

	private final DiscoveryService discovery;

	DiscoveryMetrics(DiscoveryService discovery) {
		this.discovery = discovery;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (TopologyStatus status : this.discovery.status()) {
			counter(registry, status.topology(), "polls", "Number of times that the topology was asked for peers",
					TopologyStatus::polls);
			counter(registry, status.topology(), "failures", "Number of times that the topology could not tell",
					TopologyStatus::failures);
		}
	}

	private void counter(MeterRegistry registry, String topology, String name, String description,
			ToLongFunction<TopologyStatus> value) {
		FunctionCounter
			.builder("muster.discovery." + name, this.discovery, (discovery) -> value(discovery, topology, value))
			.description(description)
			.baseUnit(name)
			.tag("topology", topology)
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
