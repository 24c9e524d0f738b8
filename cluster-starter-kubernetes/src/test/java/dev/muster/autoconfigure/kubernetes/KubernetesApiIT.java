package dev.muster.autoconfigure.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.Member;
import dev.muster.discovery.PeerAddress;
import dev.muster.discovery.TopologyStatus;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Applications with everything that {@code cluster-starter-kubernetes} configures, as
 * pods of a service at addresses of loopback, and a server of the API.
 */
class KubernetesApiIT {

	private static final int CHANGES = 10;

	// All pods have the same one
	private static final int PORT = freePort();

	private final String application = "it-" + UUID.randomUUID();

	private final ApiServer server = new ApiServer();

	private final List<ConfigurableApplicationContext> pods = new ArrayList<>();

	@AfterEach
	void close() {
		this.pods.forEach(ConfigurableApplicationContext::close);
		this.server.close();
	}

	@Test
	void thePodsOfAServiceFormAClusterAndAreSeenAsTheyComeAndGo() {
		store("127.0.0.1", "127.0.0.2", "127.0.0.3");
		ConfigurableApplicationContext one = run("127.0.0.1");
		run("127.0.0.2");
		run("127.0.0.3");
		for (ConfigurableApplicationContext pod : this.pods) {
			eventually().untilAsserted(() -> assertThat(pod.getBean(Cluster.class).view().members()).hasSize(3));
		}
		long slowest = 0;
		for (int i = 0; i < CHANGES; i++) {
			String address = "127.0.1." + (i + 1);
			long begin = System.nanoTime();
			store("127.0.0.1", "127.0.0.2", "127.0.0.3", address);
			eventually()
				.untilAsserted(() -> assertThat(candidates(one)).extracting(PeerAddress::host).contains(address));
			slowest = Math.max(slowest, System.nanoTime() - begin);
		}
		System.out.println("From a change of a service to the candidates: at most "
				+ Duration.ofNanos(slowest).toMillis() + " ms of " + CHANGES);
	}

	@Test
	void whileTheApiServerIsAwayThenApplicationsStartAndTheClusterStaysWhole() {
		store("127.0.0.1", "127.0.0.2");
		ConfigurableApplicationContext one = run("127.0.0.1");
		ConfigurableApplicationContext two = run("127.0.0.2");
		eventually().untilAsserted(() -> assertThat(two.getBean(Cluster.class).view().members()).hasSize(2));
		this.server.failLists(ApiServer.status(403));
		this.server.failWatches(ApiServer.status(500));
		this.server.closeWatches();
		eventually().untilAsserted(() -> assertThat(status(one).lastError()).contains("verbs [get, list, watch]"));
		ConfigurableApplicationContext three = run("127.0.0.3");
		assertThat(three.getBean(Cluster.class).view().members()).hasSize(1);
		assertThat(status(three).lastError()).contains("(403)");
		assertThat(one.getBean(Cluster.class).view().members()).extracting(Member::host)
			.containsExactly("127.0.0.1", "127.0.0.2");
		this.server.heal();
		store("127.0.0.1", "127.0.0.2", "127.0.0.3");
		for (ConfigurableApplicationContext pod : this.pods) {
			eventually().untilAsserted(() -> assertThat(pod.getBean(Cluster.class).view().members()).hasSize(3));
		}
		eventually().untilAsserted(() -> assertThat(status(one).lastError()).isNull());
	}

	@Test
	void whenTheApiServerCannotBeReachedThenTheApplicationStartsAllTheSame() {
		ConfigurableApplicationContext one = run("127.0.0.1", "http://127.0.0.1:" + freePort());
		assertThat(one.getBean(Cluster.class).view().members()).hasSize(1);
		assertThat(status(one).lastError()).contains("cannot be reached", "Connection refused");
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ConditionFactory eventually() {
		return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
	}

	private static Iterable<PeerAddress> candidates(ConfigurableApplicationContext pod) {
		return pod.getBean(ClusterNode.class).discovery().candidates().addresses();
	}

	private static TopologyStatus status(ConfigurableApplicationContext pod) {
		return pod.getBean(ClusterNode.class).discovery().status().get(0);
	}

	private void store(String... addresses) {
		Endpoint[] endpoints = new Endpoint[addresses.length];
		for (int i = 0; i < addresses.length; i++) {
			endpoints[i] = ApiServer.pod(addresses[i], false).build();
		}
		this.server.put(ApiServer.slice("shop-1", "shop")
			.editFirstPort()
			.withPort(PORT)
			.endPort()
			.addToEndpoints(endpoints)
			.build());
	}

	private ConfigurableApplicationContext run(String address) {
		return run(address, this.server.url());
	}

	private ConfigurableApplicationContext run(String address, String apiServer) {
		ConfigurableApplicationContext pod = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.properties("spring.application.name=" + this.application, "spring.main.banner-mode=off",
					"spring.main.cloud-platform=kubernetes", "spring.cloud.kubernetes.client.master-url=" + apiServer,
					"spring.cloud.kubernetes.client.namespace=" + ApiServer.NAMESPACE,
					"muster.node-name=pod-" + address, "muster.transport.bind-address=" + address,
					"muster.transport.bind-port=" + PORT, "muster.transport.seed-timeout=2s",
					"muster.transport.merge-interval=500ms", "muster.topologies.pods.strategy=kubernetes-api",
					"muster.topologies.pods.poll-interval=1s", "muster.topologies.pods.kubernetes-api.service=shop",
					"muster.topologies.pods.kubernetes-api.port-name=cluster")
			.run();
		this.pods.add(pod);
		return pod;
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
