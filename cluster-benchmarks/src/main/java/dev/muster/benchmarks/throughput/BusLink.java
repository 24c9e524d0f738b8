package dev.muster.benchmarks.throughput;

import dev.muster.ClusterNode;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.local.LocalDiscoveryStrategy;
import dev.muster.discovery.multicast.MulticastDiscoveryStrategy;
import dev.muster.discovery.multicast.MulticastSettings;
import dev.muster.pubsub.PublishOptions;
import dev.muster.transport.TransportSecurity;
import dev.muster.transport.TransportSettings;
import dev.muster.transport.UdpSettings;
import org.jspecify.annotations.Nullable;

/**
 * Muster's bus with its defaults.
 */
final class BusLink implements Link {

	private static final String TOPIC = "bench.load";

	private final ClusterNode node;

	private static final PublishOptions TO_OTHERS = PublishOptions.defaults().toOthers();

	private final Peer.Setup setup;

	BusLink(Peer.Setup setup, TransportSecurity security) {
		this(setup, security, null);
	}

	BusLink(Peer.Setup setup, TransportSecurity security, @Nullable UdpSettings udp) {
		this.setup = setup;
		this.node = ClusterNode.builder()
			.clusterName(setup.cluster())
			.nodeName(setup.name())
			.discovery(discovery(setup))
			.transport(TransportSettings.defaults().withBind(setup.address(), 0, 0).withSecurity(security).withUdp(udp))
			.virtualThreads(setup.virtualThreads())
			.build();
	}

	// On hosts of their own nobody is found through a loopback interface
	private static DiscoveryStrategy discovery(Peer.Setup setup) {
		return setup.address().startsWith("127.") ? new LocalDiscoveryStrategy(setup.directory())
				: new MulticastDiscoveryStrategy(MulticastSettings.defaults());
	}

	@Override
	public void start(Sink sink) {
		if (this.setup.receives()) {
			this.node.pubSub().subscribe(TOPIC, byte[].class, (message) -> {
				byte[] payload = message.payload();
				sink.accept(payload, 0, payload.length);
			});
		}
		this.node.start();
	}

	@Override
	public boolean isFormed() {
		int own = this.setup.receives() ? 1 : 0;
		return members() == ThroughputBenchmark.PROCESSES
				&& this.node.pubSub().subscribers(TOPIC).size() == this.setup.otherReceivers() + own;
	}

	@Override
	public int members() {
		return this.node.cluster().view().members().size();
	}

	@Override
	public void publish(byte[] payload) {
		this.node.pubSub().publish(TOPIC, payload, TO_OTHERS);
	}

	@Override
	public void close() {
		this.node.close();
	}

}
