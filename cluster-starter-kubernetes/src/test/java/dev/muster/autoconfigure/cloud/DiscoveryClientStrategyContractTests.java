package dev.muster.autoconfigure.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.test.discovery.DiscoveryStrategyContract;

import org.springframework.cloud.client.discovery.simple.InstanceProperties;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClient;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryProperties;

/**
 * {@link DiscoveryClientStrategy} does what each strategy must do, with Spring Cloud's
 * own client for registries written by hand.
 */
class DiscoveryClientStrategyContractTests extends DiscoveryStrategyContract {

	@Override
	protected DiscoveryStrategy createStrategy() {
		List<InstanceProperties> instances = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			InstanceProperties instance = new InstanceProperties();
			instance.setServiceId("shop");
			instance.setHost(address(i).host());
			instance.setPort(8080);
			instance.setMetadata(Map.of("muster-port", Integer.toString(address(i).port())));
			instances.add(instance);
		}
		SimpleDiscoveryProperties registry = new SimpleDiscoveryProperties();
		registry.setInstances(Map.of("shop", instances));
		return new DiscoveryClientStrategy(() -> List.of(new SimpleDiscoveryClient(registry)), "shop", "muster-port",
				7800);
	}

}
