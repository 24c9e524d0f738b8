package dev.muster.autoconfigure.cloud;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;

/**
 * From service instances to addresses of nodes. Pure.
 *
 * @param addresses the addresses
 * @param unusable how many instances have none, or a port that is none
 * @param example what is wrong with one of those, or {@code null} if there is none
 */
record InstanceAddresses(Set<PeerAddress> addresses, int unusable, @Nullable String example) {

	/**
	 * Read the addresses.
	 * @param instances as a registry tells them, which may be anything
	 * @param portMetadataKey name of the metadata that holds a node's port
	 * @param defaultPort the port of those without such metadata
	 * @return the addresses
	 */
	static InstanceAddresses of(Collection<? extends @Nullable ServiceInstance> instances, String portMetadataKey,
			int defaultPort) {
		Set<PeerAddress> addresses = new LinkedHashSet<>();
		int unusable = 0;
		String example = null;
		for (ServiceInstance instance : instances) {
			try {
				addresses.add(address(instance, portMetadataKey, defaultPort));
			}
			catch (IllegalArgumentException ex) {
				unusable++;
				example = (example != null) ? example : ex.getMessage();
			}
		}
		return new InstanceAddresses(addresses, unusable, example);
	}

	private static PeerAddress address(@Nullable ServiceInstance instance, String portMetadataKey, int defaultPort) {
		String host = (instance != null) ? instance.getHost() : null;
		if (instance == null || host == null || host.isBlank()) {
			throw new IllegalArgumentException("an instance has no host");
		}
		Map<String, String> metadata = instance.getMetadata();
		String port = (metadata != null) ? metadata.get(portMetadataKey) : null;
		// The brackets tell a host with colons from one with a port
		String authority = (host.indexOf(':') >= 0 && !host.startsWith("[")) ? "[" + host + "]" : host;
		if (port == null || port.isBlank()) {
			return PeerAddress.parse(authority, defaultPort);
		}
		return PeerAddress.parse(authority + ":" + port.trim(), defaultPort);
	}

}
