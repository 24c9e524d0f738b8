package dev.muster.benchmarks.throughput;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.muster.discovery.DiscoveryService;
import dev.muster.discovery.Topology;
import dev.muster.discovery.local.LocalDiscoveryStrategy;
import dev.muster.transport.TransportSettings;
import dev.muster.transport.jgroups.EngineAccess;
import dev.muster.transport.jgroups.JGroupsTransport;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a node without the node: its transport forms the cluster, then the engine
 * is ours. One engine message for each payload and, by unicast, receiver.
 */
final class EngineLink implements Link, Receiver {

	private final JGroupsTransport transport;

	private final boolean multicast;

	private @Nullable JChannel channel;

	private @Nullable Sink sink;

	private List<Address> others = List.of();

	EngineLink(String cluster, String name, Path directory, boolean multicast) {
		this.multicast = multicast;
		this.transport = new JGroupsTransport(cluster, name, Map.of(),
				TransportSettings.defaults().withBind("127.0.0.1", 0, 0),
				DiscoveryService.of(List.of(new Topology("local", new LocalDiscoveryStrategy(directory)))));
	}

	@Override
	public void start(Sink sink) {
		this.sink = sink;
		this.transport.start();
	}

	@Override
	public boolean isFormed() {
		return this.transport.view().members().size() == ThroughputBenchmark.PROCESSES;
	}

	@Override
	public void prepare() {
		JChannel engine = EngineAccess.channel(this.transport);
		engine.setReceiver(this);
		this.others = others(engine);
		this.channel = engine;
	}

	static List<Address> others(JChannel channel) {
		List<Address> result = new ArrayList<>(channel.getView().getMembers());
		result.remove(channel.getAddress());
		return List.copyOf(result);
	}

	@Override
	public void publish(byte[] payload) throws Exception {
		publish(this.channel, this.multicast ? null : this.others, payload);
	}

	static void publish(@Nullable JChannel channel, @Nullable List<Address> destinations, byte[] payload)
			throws Exception {
		if (channel == null) {
			throw new IllegalStateException("Not prepared");
		}
		if (destinations == null) {
			channel.send(new BytesMessage(null, payload));
			return;
		}
		for (Address destination : destinations) {
			channel.send(new BytesMessage(destination, payload));
		}
	}

	@Override
	public void receive(Message message) {
		deliver(message, this.sink);
	}

	static void deliver(Message message, @Nullable Sink sink) {
		byte[] array = message.getArray();
		if (sink != null && array != null) {
			sink.accept(array, message.getOffset(), message.getLength());
		}
	}

	@Override
	public void close() {
		this.transport.stop();
	}

}
