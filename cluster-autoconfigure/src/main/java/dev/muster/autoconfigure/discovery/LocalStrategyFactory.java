package dev.muster.autoconfigure.discovery;

import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.local.LocalDiscoveryStrategy;

/**
 * Makes {@code local}: peers on this machine's loopback.
 */
final class LocalStrategyFactory implements DiscoveryStrategyFactory {

	@Override
	public String strategy() {
		return LocalDiscoveryStrategy.NAME;
	}

	@Override
	public Reach reach(ConfiguredTopology topology) {
		return Reach.LOCAL;
	}

	@Override
	public DiscoveryStrategy create(ConfiguredTopology topology) {
		return new LocalDiscoveryStrategy();
	}

}
