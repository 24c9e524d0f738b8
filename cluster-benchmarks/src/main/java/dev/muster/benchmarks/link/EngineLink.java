package dev.muster.benchmarks.link;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import dev.muster.discovery.DiscoveryService;
import dev.muster.discovery.Topology;
import dev.muster.discovery.local.LocalDiscoveryStrategy;
import dev.muster.transport.TransportSettings;
import dev.muster.transport.jgroups.EngineAccess;
import dev.muster.transport.jgroups.JGroupsTransport;
import org.jgroups.Address;
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

	private @Nullable EngineRequests requests;

	private List<Address> others = List.of();

	EngineLink(Setup setup, boolean multicast) {
		this.multicast = multicast;
		this.transport = new JGroupsTransport(setup.cluster(), setup.name(), Map.of(),
				TransportSettings.defaults().withBind("127.0.0.1", 0, 0),
				DiscoveryService.of(List.of(new Topology("local", new LocalDiscoveryStrategy(setup.directory())))));
	}

	@Override
	public void start(Sink sink) {
		this.sink = sink;
		this.transport.start();
	}

	@Override
	public boolean isFormed() {
		return this.transport.view().members().size() == Setup.PROCESSES;
	}

	@Override
	public void prepare() {
		JChannel engine = EngineAccess.channel(this.transport);
		engine.setReceiver(this);
		this.others = EngineMessages.others(engine);
		this.channel = engine;
	}

	@Override
	public void publish(int topic, byte[] payload) throws Exception {
		EngineMessages.publish(channel(), this.multicast ? null : this.others, payload);
	}

	@Override
	public void respond(UnaryOperator<byte[]> responder) {
		this.requests = new EngineRequests(channel(), responder);
	}

	@Override
	public CompletableFuture<byte[]> request(byte[] payload) throws Exception {
		if (this.requests == null) {
			throw new IllegalStateException("Not ready for requests");
		}
		return this.requests.send(payload);
	}

	private JChannel channel() {
		if (this.channel == null) {
			throw new IllegalStateException("Not prepared");
		}
		return this.channel;
	}

	@Override
	public void receive(Message message) {
		EngineMessages.deliver(message, this.sink);
	}

	@Override
	public void close() {
		this.transport.stop();
	}

}
