package dev.muster.autoconfigure.discovery;

import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.multicast.MulticastDiscoveryStrategy;
import dev.muster.discovery.multicast.MulticastSettings;

import org.springframework.util.StringUtils;

/**
 * Makes {@code multicast}: peers that announce themselves.
 */
final class MulticastStrategyFactory implements DiscoveryStrategyFactory {

	@Override
	public String strategy() {
		return MulticastDiscoveryStrategy.NAME;
	}

	@Override
	public Reach reach(ConfiguredTopology topology) {
		return Reach.NETWORK;
	}

	@Override
	public DiscoveryStrategy create(ConfiguredTopology topology) {
		TopologyProperties.Multicast properties = topology.properties().getMulticast();
		String networkInterface = properties.getInterface();
		// An empty secret is refused: it is more likely lost than meant
		return new MulticastDiscoveryStrategy(MulticastSettings.defaults()
			.withGroup(properties.getGroup(), properties.getPort())
			.withTtl(properties.getTtl())
			.withNetworkInterface(StringUtils.hasText(networkInterface) ? networkInterface : null)
			.withSecret(properties.getSecret()));
	}

}
