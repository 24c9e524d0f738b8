package dev.muster.autoconfigure.cloud;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.Member;
import dev.muster.discovery.PeerAddress;
import dev.muster.test.consul.ConsulAgent;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.consul.discovery.ConsulDiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Applications that register with a real Consul by Spring Cloud Consul, and find each
 * other there.
 */
class SpringCloudConsulIT {

	private final String service = "shop-" + UUID.randomUUID();

	private final ConsulAgent agent = ConsulAgent.start();

	private final Deque<ConfigurableApplicationContext> running = new ArrayDeque<>();

	@AfterEach
	void close() {
		this.running.forEach(ConfigurableApplicationContext::close);
		this.agent.close();
	}

	@Test
	void nodesRegisterTheirPortAndFormAClusterThatOutlivesTheRegistry() {
		ConfigurableApplicationContext one = run("one");
		Member first = one.getBean(Cluster.class).self();
		assertThat(one.getBean(ConsulDiscoveryClient.class).getInstances(this.service)).singleElement()
			.satisfies((instance) -> {
				assertThat(instance.getMetadata()).containsEntry("muster-port", Integer.toString(first.port()));
				assertThat(instance.getPort()).isNotEqualTo(first.port());
			});
		ConfigurableApplicationContext two = run("two");
		assertThat(two.getBean(Cluster.class).view().members()).hasSize(2);
		Member second = two.getBean(Cluster.class).self();
		eventually().untilAsserted(() -> assertThat(one.getBean(ClusterNode.class).discovery().candidates().addresses())
			.containsExactly(new PeerAddress(second.host(), second.port())));
		this.agent.kill();
		eventually()
			.untilAsserted(() -> assertThat(one.getBean(ClusterNode.class).discovery().status().get(0).lastError())
				.contains("Consul Discovery Client cannot tell the instances of '" + this.service + "'"));
		assertThat(one.getBean(Cluster.class).view().members()).containsExactly(first, second);
		assertThat(one.getBean(ClusterNode.class).discovery().candidates().addresses()).hasSize(1);
	}

	private ConfigurableApplicationContext run(String name) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.SERVLET)
			.registerShutdownHook(false)
			.run("--spring.application.name=" + this.service, "--spring.main.banner-mode=off", "--server.port=0",
					"--spring.cloud.consul.enabled=true", "--spring.cloud.consul.host=" + this.agent.host(),
					"--spring.cloud.consul.port=" + this.agent.port(),
					"--spring.cloud.consul.discovery.hostname=127.0.0.1",
					"--spring.cloud.consul.discovery.instance-id=" + name,
					"--spring.cloud.consul.discovery.register-health-check=false",
					"--muster.transport.bind-address=127.0.0.1", "--muster.transport.bind-port=0",
					"--muster.transport.merge-interval=500ms", "--muster.topologies.registry.strategy=discovery-client",
					"--muster.topologies.registry.poll-interval=500ms");
		this.running.push(context);
		return context;
	}

	private static ConditionFactory eventually() {
		return await().atMost(Duration.ofSeconds(60));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
