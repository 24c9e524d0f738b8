package dev.muster.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.muster.Registration;

/** Skeleton. */
final class DefaultDiscoveryService implements DiscoveryService {

	DefaultDiscoveryService(List<Topology> topologies) {
	}

	@Override
	public void start(String clusterName, PeerAddress self) {
	}

	@Override
	public void stop() {
	}

	@Override
	public Candidates poll(Duration timeout) {
		return candidates();
	}

	@Override
	public Candidates candidates() {
		return new Candidates(Set.of(), true);
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
