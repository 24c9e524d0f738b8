package dev.muster.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata of the properties, which editors show.
 */
class ConfigurationMetadataTests {

	private final JsonNode metadata = read("META-INF/spring-configuration-metadata.json");

	@Test
	void everyPropertyIsDescribed() {
		assertThat(properties()).isNotEmpty().allSatisfy((property) -> {
			assertThat(property.path("description").asString("")).as("description of %s", property.path("name"))
				.isNotBlank()
				.endsWith(".")
				.doesNotStartWith("The ")
				.doesNotStartWith("A ");
			assertThat(property.path("name").asString()).startsWith("muster.");
		});
	}

	@Test
	void noPropertyIsThereTwice() {
		assertThat(properties()).map((property) -> property.path("name").asString()).doesNotHaveDuplicates();
	}

	@Test
	void allPropertiesAreThere() {
		assertThat(properties()).map((property) -> property.path("name").asString())
			.containsExactlyInAnyOrder("muster.enabled", "muster.cluster-name", "muster.node-name", "muster.metadata",
					"muster.topologies", "muster.transport.protocol", "muster.transport.bind-address",
					"muster.transport.bind-port", "muster.transport.port-range", "muster.transport.external-address",
					"muster.transport.external-port", "muster.transport.failure-detection.timeout",
					"muster.transport.failure-detection.interval", "muster.transport.failure-detection.verify-timeout",
					"muster.transport.join-timeout", "muster.transport.seed-timeout", "muster.transport.merge-interval",
					"muster.transport.leave-timeout", "muster.transport.shared-secret",
					"muster.transport.require-encryption", "muster.transport.ssl.bundle",
					"muster.transport.search.stranger-retry-interval", "muster.transport.search.max-addresses",
					"muster.transport.search.report-after", "muster.ready.min-members", "muster.ready.timeout",
					"muster.transport.ssl.verify-host", "muster.discovery-client.enabled",
					"muster.discovery-client.service-id", "muster.discovery-client.order",
					"muster.transport.links.queue-frames", "muster.transport.links.queue-size",
					"muster.transport.links.max-peers", "muster.transport.links.max-half-open",
					"muster.transport.links.max-half-open-per-host", "muster.transport.links.connect-timeout",
					"muster.transport.links.handshake-timeout", "muster.transport.links.close-timeout",
					"muster.transport.links.min-back-off", "muster.transport.links.max-back-off",
					"muster.transport.udp.group", "muster.transport.udp.port", "muster.transport.udp.ttl",
					"muster.transport.udp.receive-buffer-size", "muster.transport.udp.send-buffer-size",
					"muster.metrics.max-peers", "muster.metrics.max-subscriptions", "muster.pubsub.codec",
					"muster.pubsub.observation.enabled", "muster.pubsub.observation.mdc",
					"muster.presence.max-meta-size", "muster.presence.max-key-size", "muster.presence.max-topic-size",
					"muster.presence.max-entries", "muster.presence.max-session-entries",
					"muster.presence.max-topic-entries", "muster.presence.queue-capacity", "muster.presence.hand-over",
					"muster.presence.down-retention", "muster.presence.max-down-entries", "muster.presence.events",
					"muster.presence.websocket.topic", "muster.pubsub.max-open-requests",
					"muster.pubsub.queue-capacity", "muster.pubsub.overflow", "muster.pubsub.block-timeout",
					"muster.pubsub.topics", "muster.pubsub.replay-timeout", "muster.pubsub.max-message-size");
	}

	@Test
	void defaultsAreThere() {
		assertThat(property("muster.enabled").path("defaultValue").asBoolean()).isTrue();
		assertThat(property("muster.transport.bind-port").path("defaultValue").asInt()).isEqualTo(7800);
		assertThat(property("muster.transport.leave-timeout").path("defaultValue").asString()).isEqualTo("1s");
		assertThat(property("muster.transport.links.queue-size").path("defaultValue").asString()).isEqualTo("8MB");
		assertThat(property("muster.transport.links.min-back-off").path("defaultValue").asString()).isEqualTo("50ms");
		assertThat(property("muster.pubsub.max-message-size").path("defaultValue").asString()).isEqualTo("1MB");
	}

	@Test
	void hintsAreForPropertiesThatExist() {
		List<String> hints = new ArrayList<>();
		this.metadata.path("hints").forEach((hint) -> hints.add(hint.path("name").asString()));
		assertThat(hints).contains("muster.topologies.keys", "muster.metadata.keys")
			.allSatisfy((hint) -> assertThat(properties()).map((property) -> property.path("name").asString())
				.contains(hint.replaceAll("\\.(keys|values)$", "")));
	}

	private JsonNode property(String name) {
		return properties().stream()
			.filter((property) -> property.path("name").asString().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private List<JsonNode> properties() {
		List<JsonNode> properties = new ArrayList<>();
		for (JsonNode property : this.metadata.path("properties")) {
			if (!property.path("name").asString().startsWith("management.")) { // Boot's
																				// own
				properties.add(property);
			}
		}
		return properties;
	}

	private static JsonNode read(String name) {
		try {
			for (Resource resource : new PathMatchingResourcePatternResolver().getResources("classpath*:" + name)) {
				try (InputStream in = resource.getInputStream()) {
					JsonNode metadata = JsonMapper.shared().readTree(in);
					if (metadata.toString().contains(ClusterProperties.class.getName())) {
						return metadata;
					}
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		throw new AssertionError("There is no metadata of ours");
	}

}
