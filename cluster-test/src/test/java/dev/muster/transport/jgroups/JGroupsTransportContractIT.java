package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.test.transport.ClusterTransportContract;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.TransportSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The transport on JGroups keeps the contract, on real sockets and with short timeouts.
 */
class JGroupsTransportContractIT extends ClusterTransportContract {

	private final SharedDiscovery discovery = new SharedDiscovery();

	private final List<JGroupsTransport> transports = new ArrayList<>();

	@Override
	protected ClusterTransport create(String name, String clusterName, Map<String, String> metadata) {
		JGroupsTransport transport = new JGroupsTransport(clusterName, name, metadata, contractSettings(),
				this.discovery.service());
		this.transports.add(transport);
		return transport;
	}

	TransportSettings contractSettings() {
		return settings();
	}

	static TransportSettings settings() {
		return TransportSettings.defaults()
			.withBind("127.0.0.1", 0, 0)
			.withFailureDetection(Duration.ofSeconds(3), Duration.ofMillis(500), Duration.ofMillis(500))
			.withFormation(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(1));
	}

	@Override
	protected void crash(ClusterTransport transport) {
		// As when a process is killed: its connections end without a word, nothing passes
		PacketPort tcp = tcp(transport);
		tcp.firewall((peer) -> false);
		tcp.breakConnections();
	}

	@Override
	protected void partition(List<List<ClusterTransport>> parts) {
		for (List<ClusterTransport> part : parts) {
			Set<InetSocketAddress> own = new HashSet<>();
			part.forEach((transport) -> own.add(tcp(transport).boundAddress()));
			part.forEach((transport) -> tcp(transport)
				.firewall((peer) -> own.contains(peer) || peer.getAddress().isMulticastAddress()));
		}
	}

	@Override
	protected void heal() {
		this.transports.forEach((transport) -> tcp(transport).firewall(null));
	}

	private static PacketPort tcp(ClusterTransport transport) {
		Incarnation incarnation = ((JGroupsTransport) transport).current();
		assertThat(incarnation).isNotNull();
		return incarnation.port();
	}

}
