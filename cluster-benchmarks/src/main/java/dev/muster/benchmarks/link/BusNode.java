package dev.muster.benchmarks.link;

import dev.muster.ClusterNode;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.local.LocalDiscoveryStrategy;
import dev.muster.discovery.multicast.MulticastDiscoveryStrategy;
import dev.muster.discovery.multicast.MulticastSettings;
import dev.muster.transport.TransportSecurity;
import dev.muster.transport.TransportSettings;
import dev.muster.transport.UdpSettings;
import org.jspecify.annotations.Nullable;

/**
 * Nodes with their defaults.
 */
final class BusNode {

	private BusNode() {
	}

	static ClusterNode create(Setup setup, TransportSecurity security, @Nullable UdpSettings udp) {
		return ClusterNode.builder()
			.clusterName(setup.cluster())
			.nodeName(setup.name())
			.discovery(discovery(setup))
			.transport(TransportSettings.defaults().withBind(setup.address(), 0, 0).withSecurity(security).withUdp(udp))
			.virtualThreads(setup.virtualThreads())
			.build();
	}

	// On hosts of their own nobody is found through a loopback interface
	private static DiscoveryStrategy discovery(Setup setup) {
		return setup.address().startsWith("127.") ? new LocalDiscoveryStrategy(setup.directory())
				: new MulticastDiscoveryStrategy(MulticastSettings.defaults());
	}

}
