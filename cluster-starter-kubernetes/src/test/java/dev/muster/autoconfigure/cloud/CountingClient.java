package dev.muster.autoconfigure.cloud;

import java.util.List;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;

/**
 * A registry without instances that writes down what it is asked for.
 */
class CountingClient implements DiscoveryClient {

	private final List<String> asked;

	CountingClient(List<String> asked) {
		this.asked = asked;
	}

	static HeartbeatEvent heartbeat(Object value) {
		return new HeartbeatEvent("a registry", value);
	}

	@Override
	public String description() {
		return "counting";
	}

	@Override
	public List<ServiceInstance> getInstances(String serviceId) {
		synchronized (this.asked) {
			this.asked.add(serviceId);
		}
		return List.of();
	}

	@Override
	public List<String> getServices() {
		return List.of();
	}

}
