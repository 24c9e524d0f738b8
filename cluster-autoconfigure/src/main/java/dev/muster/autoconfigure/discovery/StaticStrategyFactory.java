package dev.muster.autoconfigure.discovery;

import java.net.InetAddress;

import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;
import dev.muster.discovery.fixed.StaticDiscoveryStrategy;

/**
 * Makes {@code static}: peers at addresses that are given.
 */
final class StaticStrategyFactory implements DiscoveryStrategyFactory {

	@Override
	public String strategy() {
		return StaticDiscoveryStrategy.NAME;
	}

	@Override
	public Reach reach(ConfiguredTopology topology) {
		return topology.properties()
			.getStatic()
			.getAddresses()
			.stream()
			.allMatch((address) -> isLoopback(PeerAddress.parse(address, topology.defaultPort()))) ? Reach.LOOPBACK
					: Reach.NETWORK;
	}

	// Other names are not looked up: they may not resolve yet
	private static boolean isLoopback(PeerAddress address) {
		InetAddress literal = address.literal();
		return (literal != null) ? literal.isLoopbackAddress() : address.host().equalsIgnoreCase("localhost");
	}

	@Override
	public DiscoveryStrategy create(ConfiguredTopology topology) {
		return new StaticDiscoveryStrategy(topology.properties().getStatic().getAddresses(), topology.defaultPort());
	}

}
