package dev.muster.autoconfigure.cloud.instances;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.muster.Cluster;
import dev.muster.Member;
import dev.muster.NotRunningException;
import dev.muster.autoconfigure.discovery.DiscoveryClientProperties;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;

/**
 * The members whose web servers listen, as instances of one service. Asks nobody.
 */
final class MemberInstances {

	/** Where Spring Boot Admin looks for it. */
	private static final String MANAGEMENT_PORT = "management.port";

	private final Cluster cluster;

	private final WebAddresses addresses;

	private final String serviceId;

	MemberInstances(Cluster cluster, WebAddresses addresses, String serviceId) {
		this.cluster = cluster;
		this.addresses = addresses;
		this.serviceId = serviceId;
	}

	List<String> services() {
		return List.of(this.serviceId);
	}

	/**
	 * Return the instances of a service.
	 * @param service the service's name, in upper or lower case, as it may be the host of
	 * an address
	 * @return the instances, oldest member first
	 */
	List<ServiceInstance> instances(String service) {
		if (!this.serviceId.equalsIgnoreCase(service)) {
			return List.of();
		}
		List<ServiceInstance> instances = new ArrayList<>();
		for (Member member : members()) {
			Optional<WebAddress> address = this.addresses.of(member);
			if (address.isPresent()) {
				instances.add(instance(member, address.get()));
			}
		}
		return instances;
	}

	private List<Member> members() {
		try {
			return this.cluster.view().members();
		}
		catch (NotRunningException ex) {
			return List.of();
		}
	}

	private ServiceInstance instance(Member member, WebAddress address) {
		Map<String, String> metadata = new LinkedHashMap<>(member.metadata());
		metadata.put(DiscoveryClientProperties.DEFAULT_PORT_METADATA_KEY, Integer.toString(member.port()));
		if (address.managementPort() != 0) {
			metadata.put(MANAGEMENT_PORT, Integer.toString(address.managementPort()));
		}
		String host = (address.host() != null) ? address.host() : member.host();
		return new DefaultServiceInstance(member.name(), this.serviceId,
				(host.indexOf(':') >= 0 && !host.startsWith("[")) ? "[" + host + "]" : host, address.port(),
				address.secure(), metadata);
	}

}
