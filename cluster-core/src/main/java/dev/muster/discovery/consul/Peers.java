package dev.muster.discovery.consul;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * The peers among the instances of a service. As Consul's own DNS does, it takes those
 * that pass or warn and leaves out those that are critical: a node is registered as
 * passing, so none is left out while it starts. Pure.
 *
 * @param addresses the peers, this node among them
 * @param selfListed whether this node's registration is listed, and not as critical
 * @param critical how many of this cluster are critical
 * @param otherCluster how many are of another cluster
 * @param foreign how many were not registered by a node at all
 * @param invalid how many have no address that can be one
 */
record Peers(Set<PeerAddress> addresses, boolean selfListed, int critical, int otherCluster, int foreign, int invalid) {

	Peers {
		addresses = Set.copyOf(addresses);
	}

	/**
	 * Choose.
	 * @param instances the instances
	 * @param clusterName this node's cluster
	 * @param ownId the id of this node's registration
	 * @return the peers
	 */
	static Peers of(Collection<ServiceInstance> instances, String clusterName, String ownId) {
		Set<PeerAddress> addresses = new LinkedHashSet<>();
		boolean selfListed = false;
		int critical = 0;
		int otherCluster = 0;
		int foreign = 0;
		int invalid = 0;
		for (ServiceInstance instance : instances) {
			String cluster = instance.meta().get(ServiceRegistration.META_CLUSTER);
			PeerAddress address = address(instance);
			if (cluster == null) {
				foreign++;
			}
			else if (!cluster.equals(clusterName)) {
				otherCluster++;
			}
			else if (address == null) {
				invalid++;
			}
			else if (instance.critical()) {
				critical++;
			}
			else {
				addresses.add(address);
				selfListed |= ownId.equals(instance.id());
			}
		}
		return new Peers(addresses, selfListed, critical, otherCluster, foreign, invalid);
	}

	private static @Nullable PeerAddress address(ServiceInstance instance) {
		String own = instance.address();
		String host = (own != null && !own.isBlank()) ? own : instance.nodeAddress();
		Integer port = instance.port();
		if (host == null || port == null) {
			return null;
		}
		String bare = host.trim();
		try {
			boolean bracketed = bare.startsWith("[") || bare.indexOf(':') < 0;
			return PeerAddress.parse((bracketed ? bare : "[" + bare + "]") + ":" + port, 0);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
