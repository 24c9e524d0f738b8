package dev.muster.autoconfigure.kubernetes;

import java.util.stream.IntStream;

import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;
import dev.muster.test.discovery.DiscoveryStrategyContract;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * {@link KubernetesApiStrategy} does what each strategy must do, with a server of the
 * API.
 */
class KubernetesApiStrategyContractTests extends DiscoveryStrategyContract {

	private final ApiServer server = new ApiServer();

	private final KubernetesClient client = this.server.client();

	@BeforeEach
	void store() {
		this.server.put(ApiServer.slice("shop-1", "shop")
			.addToEndpoints(IntStream.range(0, 3)
				.mapToObj((i) -> ApiServer.pod(address(i).host(), i == 0).build())
				.toArray(Endpoint[]::new))
			.build());
	}

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	// Pods share a port, and have addresses of their own
	@Override
	protected PeerAddress address(int index) {
		return new PeerAddress("127.0.0." + (index + 1), 17800);
	}

	@Override
	protected DiscoveryStrategy createStrategy() {
		return new KubernetesApiStrategy(this.client, SliceSelection.ofService(ApiServer.NAMESPACE, "shop"),
				new SliceReader(null, 17800, true), System::nanoTime);
	}

	@Override
	protected void disturb() {
		this.server.say("{\"type\":\"MODIFIED\",\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}}");
		this.server.say("}{ garbage");
	}

}
