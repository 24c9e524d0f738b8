package dev.muster.autoconfigure.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import dev.muster.Registration;
import dev.muster.transport.ClusterTransport;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The meters that there are of each peer, in each registry: added when a view has the
 * peer, removed when it has not, and of a bounded number of peers only.
 */
final class MetersByPeer {

	private final int maxPeers;

	private final Supplier<Set<String>> peers;

	private final BiFunction<MeterRegistry, String, List<Meter>> register;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<MeterRegistry, Map<String, List<Meter>>> registries = new HashMap<>();

	private final Registration viewListener;

	/**
	 * Follow the views of a transport.
	 * @param transport the transport
	 * @param maxPeers of how many peers there are meters
	 * @param peers tells who is there
	 * @param register makes the meters of a peer in a registry
	 */
	MetersByPeer(ClusterTransport transport, int maxPeers, Supplier<Set<String>> peers,
			BiFunction<MeterRegistry, String, List<Meter>> register) {
		this.maxPeers = maxPeers;
		this.peers = peers;
		this.register = register;
		this.viewListener = transport.addViewListener((change) -> refresh());
	}

	void bindTo(MeterRegistry registry) {
		this.lock.lock();
		try {
			this.registries.putIfAbsent(registry, new HashMap<>());
		}
		finally {
			this.lock.unlock();
		}
		refresh();
	}

	void close() {
		this.viewListener.close();
	}

	private void refresh() {
		this.lock.lock();
		try {
			Set<String> present = this.peers.get(); // of the latest view, whoever comes
													// here last
			this.registries.forEach((registry, meters) -> {
				meters.entrySet().removeIf((entry) -> {
					boolean gone = !present.contains(entry.getKey());
					if (gone) {
						entry.getValue().forEach(registry::remove);
					}
					return gone;
				});
				for (String peer : present) {
					if (meters.size() < this.maxPeers) {
						meters.computeIfAbsent(peer, (added) -> this.register.apply(registry, added));
					}
				}
			});
		}
		finally {
			this.lock.unlock();
		}
	}

}
