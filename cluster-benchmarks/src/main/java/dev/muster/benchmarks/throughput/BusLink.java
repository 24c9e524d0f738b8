package dev.muster.benchmarks.throughput;

import dev.muster.ClusterNode;
import dev.muster.discovery.local.LocalDiscoveryStrategy;
import dev.muster.transport.TransportSecurity;
import dev.muster.transport.TransportSettings;

/**
 * Muster's bus with its defaults.
 */
final class BusLink implements Link {

	private static final String TOPIC = "bench.load";

	private final ClusterNode node;

	private final boolean receives;

	BusLink(Peer.Setup setup, TransportSecurity security) {
		this.receives = setup.receives();
		this.node = ClusterNode.builder()
			.clusterName(setup.cluster())
			.nodeName(setup.name())
			.discovery(new LocalDiscoveryStrategy(setup.directory()))
			.transport(TransportSettings.defaults().withBind("127.0.0.1", 0, 0).withSecurity(security))
			.virtualThreads(setup.virtualThreads())
			.build();
	}

	@Override
	public void start(Sink sink) {
		if (this.receives) {
			this.node.pubSub().subscribe(TOPIC, byte[].class, (message) -> {
				byte[] payload = message.payload();
				sink.accept(payload, 0, payload.length);
			});
		}
		this.node.start();
	}

	@Override
	public boolean isFormed() {
		return this.node.cluster().view().members().size() == ThroughputBenchmark.PROCESSES
				&& this.node.pubSub().subscribers(TOPIC).size() == ThroughputBenchmark.PROCESSES - 1;
	}

	@Override
	public void publish(byte[] payload) {
		this.node.pubSub().publish(TOPIC, payload);
	}

	@Override
	public void close() {
		this.node.close();
	}

}
