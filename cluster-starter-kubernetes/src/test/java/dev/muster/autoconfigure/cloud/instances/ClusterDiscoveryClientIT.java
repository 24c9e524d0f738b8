package dev.muster.autoconfigure.cloud.instances;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Applications without any registry: Spring Cloud finds the members of their cluster.
 */
class ClusterDiscoveryClientIT {

	private final String cluster = "it-" + UUID.randomUUID();

	private final Deque<ConfigurableApplicationContext> running = new ArrayDeque<>();

	@AfterEach
	void close() {
		this.running.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void aLoadBalancedCallReachesEachMemberByTheNameOfTheCluster() {
		ConfigurableApplicationContext one = run("one", WebApplicationType.SERVLET, "muster.metadata.zone=a",
				"management.server.port=0");
		run("two", WebApplicationType.SERVLET);
		ConfigurableApplicationContext three = run("three", WebApplicationType.NONE);
		eventually().untilAsserted(() -> assertThat(instances(three)).hasSize(2));
		eventually().untilAsserted(() -> assertThat(instances(one)).hasSize(2));
		RestClient client = three.getBean(RestClient.Builder.class).build();
		Set<String> answers = new TreeSet<>();
		for (int i = 0; i < 4; i++) {
			answers.add(Objects
				.requireNonNull(client.get().uri("http://" + this.cluster + "/who").retrieve().body(String.class)));
		}
		assertThat(answers).containsExactly("one", "two");
		ServiceInstance first = instances(three).get(0);
		assertThat(first.getInstanceId()).isEqualTo("one");
		assertThat(first.getPort()).isEqualTo(port(one, "local.server.port"));
		assertThat(first.isSecure()).isFalse();
		assertThat(first.getMetadata()).containsEntry("zone", "a")
			.containsEntry("management.port", Integer.toString(port(one, "local.management.port")))
			.containsEntry("muster-port", Integer.toString(one.getBean(Cluster.class).self().port()));
	}

	@Test
	void whoStopsIsNoInstanceAndWhoStartsAgainIsOne() {
		ConfigurableApplicationContext one = run("one", WebApplicationType.SERVLET);
		ConfigurableApplicationContext two = run("two", WebApplicationType.SERVLET);
		eventually().untilAsserted(() -> assertThat(ids(one)).containsExactly("one", "two"));
		two.stop();
		eventually().untilAsserted(() -> assertThat(ids(one)).containsExactly("one"));
		two.start();
		eventually().untilAsserted(() -> assertThat(ids(one)).containsExactly("one", "two"));
		eventually().untilAsserted(() -> assertThat(ids(two)).containsExactly("one", "two"));
		assertThat(instances(one).get(1).getPort()).isEqualTo(port(two, "local.server.port"));
		int beats = one.getBean(Application.class).beats.size();
		two.getBean(WebServerAnnouncer.class).stop(); // as first of all when it closes
		eventually().untilAsserted(() -> assertThat(ids(one)).containsExactly("one"));
		assertThat(one.getBean(Cluster.class).view().members()).hasSize(2);
		eventually().untilAsserted(() -> assertThat(one.getBean(Application.class).beats).hasSizeGreaterThan(beats));
	}

	@Test
	void whatMakesNoSenseIsCountedAndDropped() {
		ConfigurableApplicationContext one = run("one", WebApplicationType.NONE);
		ConfigurableApplicationContext two = run("two", WebApplicationType.NONE);
		eventually().untilAsserted(() -> assertThat(one.getBean(Cluster.class).view().members()).hasSize(2));
		ClusterNode sender = two.getBean(ClusterNode.class);
		for (int i = 0; i < 3; i++) {
			sender.transport().send(one.getBean(Cluster.class).self().id(), WebAddresses.CHANNEL, new byte[] { 0 });
		}
		eventually().untilAsserted(() -> assertThat(one.getBean(WebAddresses.class).malformed()).isEqualTo(3));
		assertThat(instances(one)).isEmpty();
	}

	@Test
	void theMembersAreNoSourceOfPeers() {
		ConfigurableApplicationContext one = run("one", WebApplicationType.SERVLET,
				"muster.topologies.registry.strategy=discovery-client",
				"muster.topologies.registry.poll-interval=200ms");
		assertThat(ids(one)).containsExactly("one");
		ClusterNode node = one.getBean(ClusterNode.class);
		long polls = node.discovery().status().get(1).polls();
		eventually().untilAsserted(() -> assertThat(node.discovery().status().get(1).polls()).isGreaterThan(polls + 2));
		assertThat(node.discovery().status().get(1).addresses()).isEmpty();
		assertThat(node.discovery().status().get(1).lastError()).isNull();
	}

	private ConfigurableApplicationContext run(String name, WebApplicationType web, String... properties) {
		List<String> all = new ArrayList<>(
				List.of("spring.application.name=" + this.cluster, "muster.node-name=" + name,
						"spring.main.banner-mode=off", "server.port=0", "muster.transport.bind-address=127.0.0.1",
						"muster.transport.bind-port=0", "muster.topologies.here.strategy=local",
						"muster.topologies.here.poll-interval=500ms", "spring.cloud.loadbalancer.cache.enabled=false"));
		all.addAll(List.of(properties));
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).web(web)
			.registerShutdownHook(false)
			.properties(all.toArray(new String[0]))
			.run();
		this.running.push(context);
		return context;
	}

	private static ConditionFactory eventually() {
		return await().atMost(Duration.ofSeconds(60));
	}

	// As any application asks: of all clients
	private List<ServiceInstance> instances(ConfigurableApplicationContext context) {
		return context.getBean(DiscoveryClient.class).getInstances(this.cluster);
	}

	private List<String> ids(ConfigurableApplicationContext context) {
		return instances(context).stream().map(ServiceInstance::getInstanceId).toList();
	}

	private static int port(ConfigurableApplicationContext context, String property) {
		return context.getEnvironment().getRequiredProperty(property, Integer.class);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@RestController
	static class Application {

		private final List<HeartbeatEvent> beats = Collections.synchronizedList(new ArrayList<>());

		private final Environment environment;

		Application(Environment environment) {
			this.environment = environment;
		}

		@GetMapping("/who")
		String who() {
			return this.environment.getRequiredProperty("muster.node-name");
		}

		@EventListener
		void on(HeartbeatEvent event) {
			this.beats.add(event);
		}

		@Bean
		@LoadBalanced
		static RestClient.Builder loadBalancedBuilder() {
			return RestClient.builder();
		}

	}

}
