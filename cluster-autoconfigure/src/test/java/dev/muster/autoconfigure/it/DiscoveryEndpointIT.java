package dev.muster.autoconfigure.it;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.Member;
import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;
import dev.muster.transport.TransportSettings;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application tells over HTTP and JMX why its node did not find others, though it has
 * found one.
 */
class DiscoveryEndpointIT {

	private final Applications applications = new Applications();

	@AfterEach
	void close() {
		this.applications.close();
	}

	@Test
	void itTellsWhatBecameOfEachTopologyAndAddress() throws Exception {
		String closed;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			closed = "127.0.0.1:" + socket.getLocalPort();
		}
		String domain = "d" + UUID.randomUUID();
		ConfigurableApplicationContext other = this.applications.start(Plain.class, WebApplicationType.NONE);
		try (ClusterNode stranger = ClusterNode.builder()
			.clusterName("another")
			.transport(TransportSettings.defaults().withBind("127.0.0.1", 0, 0))
			.build()) {
			stranger.start();
			Member strange = stranger.cluster().self();
			ConfigurableApplicationContext one = this.applications.start(Blind.class, WebApplicationType.SERVLET,
					"muster.topologies.list.strategy=static", "muster.topologies.list.static.addresses[0]=" + closed,
					"muster.topologies.list.static.addresses[1]=127.0.0.1:" + strange.port(),
					"muster.topologies.down.strategy=blind", "spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=clusterdiscovery",
					"management.endpoints.jmx.domain=" + domain, "muster.transport.bind-address=127.0.0.1",
					"muster.transport.seed-timeout=1s");
			await().atMost(Duration.ofSeconds(60)).until(() -> one.getBean(Cluster.class).view().size() == 2);
			Member member = other.getBean(Cluster.class).self();
			JsonNode told = get(one);
			assertThat(told.path("clusterName").asString()).isEqualTo(this.applications.clusterName());
			assertThat(told.path("members").asInt()).isEqualTo(2);
			assertTopology(told, "here", "local", "FOUND");
			assertTopology(told, "list", "static", "FOUND");
			JsonNode down = assertTopology(told, "down", "blind", "UNKNOWN");
			assertThat(down.path("lastError").asString()).contains("the registry is down");
			assertThat(down.has("lastSuccess")).isFalse();
			assertOutcome(told, "127.0.0.1:" + member.port(), "MEMBER", "here");
			assertOutcome(told, "127.0.0.1:" + one.getBean(Cluster.class).self().port(), "SELF", "here");
			JsonNode nobody = assertOutcome(told, closed, "CONNECTION_REFUSED", "list");
			assertThat(nobody.path("attempts").asLong()).isPositive();
			assertThat(Instant.parse(nobody.path("lastAttempt").asString())).isBetween(Instant.now().minusSeconds(600),
					Instant.now().plusSeconds(10));
			assertThat(Instant.parse(nobody.path("nextAttempt").asString()))
				.isAfter(Instant.parse(nobody.path("lastAttempt").asString()));
			assertThat(assertOutcome(told, "127.0.0.1:" + strange.port(), "OTHER_CLUSTER", "list").path("detail")
				.asString()).contains("another name than '" + this.applications.clusterName() + "'");
			assertThat(told.path("summary").asString()).contains(closed + " (connection refused");
			assertThat(told.path("refusals").findValuesAsString("reason")).contains("OTHER_CLUSTER");
			MeterRegistry meters = one.getBean(MeterRegistry.class);
			assertThat(meters.get("muster.discovery.addresses").tag("outcome", "connection-refused").gauge().value())
				.isEqualTo(1);
			assertThat(meters.get("muster.discovery.candidates").tag("topology", "list").gauge().value()).isEqualTo(2);
			assertJmx(domain);
		}
	}

	private static void assertJmx(String domain) throws Exception {
		MBeanServer server = ManagementFactory.getPlatformMBeanServer();
		Set<ObjectName> names = server.queryNames(new ObjectName(domain + ":*"), null);
		assertThat(names).singleElement().satisfies((name) -> {
			Object told = server.invoke(name, "discovery", new Object[0], new String[0]);
			assertThat(told).isInstanceOfSatisfying(Map.class, (map) -> {
				assertThat(map.get("members")).isEqualTo(2);
				assertThat((List<?>) map.get("topologies")).hasSize(3);
			});
		});
	}

	private static JsonNode assertTopology(JsonNode told, String name, String strategy, String answer) {
		JsonNode found = find(told.path("topologies"), "name", name);
		assertThat(found.path("strategy").asString()).isEqualTo(strategy);
		assertThat(found.path("answer").asString()).isEqualTo(answer);
		return found;
	}

	private static JsonNode assertOutcome(JsonNode told, String address, String outcome, String topology) {
		JsonNode found = find(told.path("addresses"), "address", address);
		assertThat(found.path("outcome").asString()).as(found.toString()).isEqualTo(outcome);
		assertThat(found.path("topologies").valueStream()).map(JsonNode::asString).containsExactly(topology);
		return found;
	}

	private static JsonNode find(JsonNode list, String key, String value) {
		return list.valueStream()
			.filter((node) -> node.path(key).asString().equals(value))
			.findFirst()
			.orElseThrow(() -> new AssertionError(value + " is not in " + list));
	}

	private static JsonNode get(ConfigurableApplicationContext context) throws Exception {
		String port = Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"));
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/clusterdiscovery")).build(),
					HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	/**
	 * An application with what it is configured with.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Plain {

	}

	/**
	 * An application with a strategy that cannot tell.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Blind {

		@Bean
		DiscoveryStrategy blind() {
			return new DiscoveryStrategy() {

				@Override
				public String name() {
					return "blind";
				}

				@Override
				public void start(DiscoveryContext context) {
				}

				@Override
				public Set<PeerAddress> discover() {
					throw new DiscoveryException("the registry is down");
				}

			};
		}

	}

}
