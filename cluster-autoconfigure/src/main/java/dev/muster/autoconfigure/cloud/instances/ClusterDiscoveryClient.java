package dev.muster.autoconfigure.cloud.instances;

import java.util.List;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/**
 * The members as instances of one service. Answers at once, from what this node knows.
 */
public final class ClusterDiscoveryClient implements DiscoveryClient {

	private final MemberInstances instances;

	private final int order;

	ClusterDiscoveryClient(MemberInstances instances, int order) {
		this.instances = instances;
		this.order = order;
	}

	@Override
	public String description() {
		return "Muster Discovery Client";
	}

	@Override
	public List<ServiceInstance> getInstances(String serviceId) {
		return this.instances.instances(serviceId);
	}

	@Override
	public List<String> getServices() {
		return this.instances.services();
	}

	@Override
	public int getOrder() {
		return this.order;
	}

}
