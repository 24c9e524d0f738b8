package dev.muster.transport.jgroups;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.muster.Member;
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

	private final Set<PeerAddress> kept = ConcurrentHashMap.newKeySet();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	void add(PeerAddress address) {
		this.registered.add(address);
		this.listeners.forEach(Runnable::run);
	}

	/** From now on list nobody. */
	void silence() {
		this.registered.clear();
	}

	/** List a member even after it has stopped. */
	void keep(Member member) {
		this.kept.add(new PeerAddress(member.host(), member.port()));
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
			Set<PeerAddress> all = new HashSet<>(SharedDiscovery.this.registered);
			all.addAll(SharedDiscovery.this.kept);
			return new Candidates(all, true);
		}

		@Override
		public Registration addChangeListener(Runnable listener) {
			SharedDiscovery.this.listeners.add(listener);
			return () -> SharedDiscovery.this.listeners.remove(listener);
		}

		@Override
		public List<TopologyStatus> status() {
			return List.of();
		}

	}

}
