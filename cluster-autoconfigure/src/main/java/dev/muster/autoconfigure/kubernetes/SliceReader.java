package dev.muster.autoconfigure.kubernetes;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.PeerAddress;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import org.jspecify.annotations.Nullable;

/**
 * From EndpointSlices to addresses of nodes. Pure.
 *
 * @param portName name of the port at which nodes listen, or {@code null} if that is the
 * default port
 * @param defaultPort the port if there is no name
 * @param includeNotReady whether pods that are not ready are peers
 */
record SliceReader(@Nullable String portName, int defaultPort, boolean includeNotReady) {

	/**
	 * Read the addresses. Pods that are about to end are not among them.
	 * @param slices what the API server lists
	 * @return the addresses
	 * @throws DiscoveryException if there are pods and no slice has a port of the name
	 */
	Reading read(Collection<EndpointSlice> slices) throws DiscoveryException {
		Set<PeerAddress> addresses = new LinkedHashSet<>();
		Set<String> ports = new TreeSet<>();
		int unusable = 0;
		boolean portFound = false;
		boolean podFound = false;
		for (EndpointSlice slice : slices) {
			List<Endpoint> endpoints = Objects.requireNonNullElse(slice.getEndpoints(), List.of());
			Integer port = port(slice, ports);
			portFound |= port != null;
			podFound |= !endpoints.isEmpty();
			for (Endpoint endpoint : endpoints) {
				if (port != null && isWanted(endpoint.getConditions())) {
					PeerAddress address = address(endpoint, port);
					unusable += (address != null) ? 0 : 1;
					if (address != null) {
						addresses.add(address);
					}
				}
			}
		}
		if (podFound && !portFound) {
			throw new DiscoveryException(
					"no port is called '" + this.portName + "' ('port-name'); the service's ports are " + ports);
		}
		return new Reading(addresses, unusable);
	}

	private @Nullable Integer port(EndpointSlice slice, Set<String> names) {
		if (this.portName == null) {
			return this.defaultPort;
		}
		for (EndpointPort port : Objects.requireNonNullElse(slice.getPorts(), List.<EndpointPort>of())) {
			String name = Objects.requireNonNullElse(port.getName(), "");
			names.add(name);
			if (name.equals(this.portName) && port.getPort() != null) {
				return port.getPort();
			}
		}
		return null;
	}

	private boolean isWanted(@Nullable EndpointConditions conditions) {
		if (conditions == null) {
			return true;
		}
		// Not known counts as ready, says the API
		boolean ready = !Boolean.FALSE.equals(conditions.getReady());
		return !Boolean.TRUE.equals(conditions.getTerminating()) && (ready || this.includeNotReady);
	}

	// There may be more than one address for historical reasons, all of one pod
	private static @Nullable PeerAddress address(Endpoint endpoint, int port) {
		List<String> addresses = endpoint.getAddresses();
		if (addresses == null || addresses.isEmpty() || addresses.get(0) == null) {
			return null;
		}
		String host = addresses.get(0);
		try {
			return PeerAddress.parse((host.indexOf(':') >= 0) ? "[" + host + "]" : host, port);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * What was read.
	 *
	 * @param addresses the addresses
	 * @param unusable how many pods have none, or one that is none
	 */
	record Reading(Set<PeerAddress> addresses, int unusable) {

		Reading {
			addresses = Set.copyOf(addresses);
		}

	}

}
