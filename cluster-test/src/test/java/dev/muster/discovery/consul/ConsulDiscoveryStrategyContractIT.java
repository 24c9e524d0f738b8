package dev.muster.discovery.consul;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;

import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.test.consul.ConsulAgent;
import dev.muster.test.discovery.RegisteringStrategyContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import static org.assertj.core.api.Assertions.assertThat;

class ConsulDiscoveryStrategyContractIT extends RegisteringStrategyContract {

	private static @Nullable ConsulAgent agent;

	private final String service = "it " + UUID.randomUUID() + " ü/?"; // an odd name is a
																		// name

	@BeforeAll
	static void startAgent() {
		agent = ConsulAgent.start();
	}

	@AfterAll
	static void stopAgent() {
		if (agent != null) {
			agent.close();
		}
	}

	private static ConsulAgent running() {
		if (agent == null) {
			throw new IllegalStateException("No agent");
		}
		return agent;
	}

	@Override
	protected DiscoveryStrategy createStrategy() {
		return new ConsulDiscoveryStrategy(ConsulSettings.defaults()
			.withAgent(running().host(), running().port())
			.withServiceName(this.service)
			.withTags(List.of("it")));
	}

	@Override
	protected void disturb() throws Exception {
		for (String foreign : List.of("{'Name': '%s', 'ID': 'http', 'Port': 8080}",
				"{'Name': '%s', 'ID': 'x1', 'Meta': {'muster-cluster': 'contract'}}",
				"{'Name': '%s', 'ID': 'x2', 'Address': 'a b', 'Port': 7800, 'Meta': {'muster-cluster': 'contract'}}",
				"{'Name': '%s', 'ID': 'x3', 'Port': 7800, 'Meta': {'muster-cluster': 'strangers'}}",
				"{'Name': '%s', 'ID': 'x4', 'Port': 7800, 'Meta': {'muster-cluster': 'contract'},"
						+ " 'Check': {'TTL': '1h', 'Status': 'critical'}}")) {
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(HttpRequest
					.newBuilder(URI
						.create("http://" + running().host() + ":" + running().port() + "/v1/agent/service/register"))
					.PUT(BodyPublishers.ofString(foreign.formatted(this.service).replace('\'', '"')))
					.build(), BodyHandlers.ofString());
			assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		}
	}

}
