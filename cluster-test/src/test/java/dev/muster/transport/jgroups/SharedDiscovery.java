package dev.muster.transport.jgroups;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.muster.Registration;
import dev.muster.discovery.DiscoveryService;
import dev.muster.discovery.PeerAddress;
import dev.muster.discovery.TopologyStatus;
import org.jspecify.annotations.Nullable;

/**
 * A registry that the nodes of one test share.
 */
final class SharedDiscovery {

	private final Set<PeerAddress> registered = ConcurrentHashMap.newKeySet();

	void add(PeerAddress address) {
		this.registered.add(address);
	}

	DiscoveryService service() {
		return new Service();
	}

	private final class Service implements DiscoveryService {

		private volatile @Nullable PeerAddress self;

		@Override
		public void start(String clusterName, PeerAddress address) {
			this.self = address;
			SharedDiscovery.this.registered.add(address);
		}

		@Override
		public void stop() {
			PeerAddress address = this.self;
			if (address != null) {
				SharedDiscovery.this.registered.remove(address);
			}
		}

		@Override
		public Candidates poll(Duration timeout) {
			return candidates();
		}

		@Override
		public Candidates candidates() {
			return new Candidates(SharedDiscovery.this.registered, true);
		}

		@Override
		public Registration addChangeListener(Runnable listener) {
			return () -> {
			};
		}

		@Override
		public List<TopologyStatus> status() {
			return List.of();
		}

	}

}
