package dev.muster.autoconfigure.metrics;

import java.util.Locale;
import java.util.function.ToLongFunction;

import dev.muster.discovery.DiscoveryService;
import dev.muster.discovery.TopologyStatus;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.SearchedAddress.Outcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of the discovery: for each topology, as many as are configured, and of each as
 * many as its strategy has names for what it counts; and of the search for peers at the
 * addresses that they list, one for each outcome.
 */
class DiscoveryMetrics implements MeterBinder {

	private final DiscoveryService discovery;

	private final ClusterTransport transport;

	DiscoveryMetrics(DiscoveryService discovery, ClusterTransport transport) {
		this.discovery = discovery;
		this.transport = transport;
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
			Gauge
				.builder("muster.discovery.candidates", this.discovery,
						(discovery) -> value(discovery, topology, (current) -> current.addresses().size()))
				.description("Number of addresses in the topology's last good answer")
				.baseUnit("addresses")
				.tag("topology", topology)
				.register(registry);
		}
		for (Outcome outcome : Outcome.values()) {
			Gauge.builder("muster.discovery.addresses", this.transport, (transport) -> count(transport, outcome))
				.description("Number of addresses by what became of asking there for peers")
				.baseUnit("addresses")
				.tag("outcome", outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.register(registry);
		}
		FunctionCounter
			.builder("muster.discovery.forgotten", this.transport, (transport) -> transport.search().forgotten())
			.description("Number of addresses that were forgotten to make room for others")
			.baseUnit("addresses")
			.register(registry);
	}

	private static long count(ClusterTransport transport, Outcome outcome) {
		return transport.search().addresses().stream().filter((address) -> address.outcome() == outcome).count();
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
