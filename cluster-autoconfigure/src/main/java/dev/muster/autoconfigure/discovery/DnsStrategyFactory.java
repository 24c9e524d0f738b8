package dev.muster.autoconfigure.discovery;

import java.util.Objects;

import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.dns.DnsDiscoveryStrategy;
import dev.muster.discovery.dns.DnsRecords;
import dev.muster.discovery.dns.DnsSettings;

/**
 * Makes {@code dns}: peers that a domain name stands for.
 */
final class DnsStrategyFactory implements DiscoveryStrategyFactory {

	@Override
	public String strategy() {
		return DnsDiscoveryStrategy.NAME;
	}

	@Override
	public Reach reach(ConfiguredTopology topology) {
		return Reach.NETWORK;
	}

	@Override
	public DiscoveryStrategy create(ConfiguredTopology topology) {
		DnsProperties properties = topology.properties().getDns();
		DnsRecords records = switch (properties.getRecord()) {
			case A -> DnsRecords.A;
			case AAAA -> DnsRecords.AAAA;
			case SRV -> DnsRecords.SRV;
		};
		int port = Objects.requireNonNullElse(properties.getPort(), topology.defaultPort());
		return new DnsDiscoveryStrategy(DnsSettings.of(properties.getName(), records, port)
			.withServers(properties.getServer())
			.withSearch(properties.getSearch())
			.withLimits(properties.getTimeout(), properties.getMaxRecords()));
	}

}
