package dev.muster.autoconfigure.cloud.instances;

import reactor.core.publisher.Flux;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;

/**
 * The members as instances of one service. Answers at once, from what this node knows.
 */
public final class ClusterReactiveDiscoveryClient implements ReactiveDiscoveryClient {

	private final MemberInstances instances;

	private final int order;

	ClusterReactiveDiscoveryClient(MemberInstances instances, int order) {
		this.instances = instances;
		this.order = order;
	}

	@Override
	public String description() {
		return "Muster Reactive Discovery Client";
	}

	@Override
	public Flux<ServiceInstance> getInstances(String serviceId) {
		return Flux.defer(() -> Flux.fromIterable(this.instances.instances(serviceId)));
	}

	@Override
	public Flux<String> getServices() {
		return Flux.fromIterable(this.instances.services());
	}

	@Override
	public int getOrder() {
		return this.order;
	}

}
