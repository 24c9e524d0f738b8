package dev.muster.autoconfigure.cloud;

import java.time.Duration;
import java.util.UUID;

import dev.muster.Cluster;
import dev.muster.Member;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two applications with everything that Spring Cloud configures by itself; one finds the
 * other by the registry that is written in its properties.
 */
class SimpleDiscoveryClientIT {

	private final String service = "shop-" + UUID.randomUUID();

	@Test
	void theNodesOfAServiceFormACluster() {
		try (ConfigurableApplicationContext one = run()) {
			Member first = one.getBean(Cluster.class).self();
			String registry = "spring.cloud.discovery.client.simple.instances." + this.service + "[0].";
			try (ConfigurableApplicationContext two = run(registry + "uri=http://" + first.host() + ":8080",
					registry + "metadata.muster-port=" + first.port())) {
				await().atMost(Duration.ofSeconds(30))
					.untilAsserted(() -> assertThat(two.getBean(Cluster.class).view().members()).hasSize(2));
				assertThat(two.getBean(Cluster.class).view().coordinator()).isEqualTo(first);
			}
		}
	}

	private ConfigurableApplicationContext run(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.properties("spring.application.name=" + this.service, "spring.main.banner-mode=off",
					"muster.transport.bind-address=127.0.0.1", "muster.transport.bind-port=0",
					"muster.topologies.registry.strategy=discovery-client",
					"muster.topologies.registry.poll-interval=500ms")
			.properties(properties)
			.run();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
