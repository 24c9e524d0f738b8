package dev.muster.autoconfigure.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.muster.Cluster;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.autoconfigure.event.ClusterReadyEvent;
import dev.muster.autoconfigure.event.MemberJoinedEvent;
import dev.muster.autoconfigure.event.MemberLeftEvent;
import dev.muster.autoconfigure.health.ClusterHealthIndicator;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.PublishOptions;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Three applications in one JVM: they find each other, talk, tell about themselves and
 * leave.
 */
class ClusterIT {

	private final Applications applications = new Applications();

	private final HttpClient http = HttpClient.newHttpClient();

	private ConfigurableApplicationContext one = start("one", WebApplicationType.SERVLET, "muster.metadata.zone=a");

	private ConfigurableApplicationContext two = start("two", WebApplicationType.NONE,
			"spring.main.lazy-initialization=true");

	private ConfigurableApplicationContext three = start("three", WebApplicationType.NONE);

	@BeforeEach
	void formed() {
		for (ConfigurableApplicationContext context : all()) {
			eventually().untilAsserted(() -> {
				assertThat(names(context)).containsExactly("one", "two", "three");
				assertThat(context.getBean(PubSub.class).subscribers("text")).hasSize(3);
			});
		}
	}

	@AfterEach
	void close() {
		this.applications.close();
	}

	@Test
	void messagesOfEachKindReachEachApplication() {
		PubSub bus = this.one.getBean(PubSub.class);
		Board.Order order = new Board.Order("o1", 7);
		bus.publish("orders.created", order);
		bus.publish("orders.list", List.of(order));
		bus.publish("text", "hello");
		bus.publish("bytes", "raw".getBytes(StandardCharsets.UTF_8));
		bus.publish("message", order);
		bus.publish("headers", "", PublishOptions.defaults().header("count", "3"));
		bus.publish("rooms:green", List.of(1, 2));
		bus.publish("others", "you");
		bus.publish("failing", "first");
		bus.publish("failing", "second");
		for (ConfigurableApplicationContext context : List.of(this.two, this.three)) {
			eventually().untilAsserted(() -> assertThat(heard(context)).containsExactlyInAnyOrder("order o1 from one",
					"orders o1", "text hello", "bytes raw", "message o1 to message", "headers 3 3",
					"pattern rooms:green [1, 2]", "others you", "failing first", "failing second"));
		}
		eventually().untilAsserted(
				() -> assertThat(heard(this.one)).hasSize(9).contains("text hello").doesNotContain("others you"));
	}

	@Test
	void eventsTellWhatHappensInOrder() {
		Board board = this.one.getBean(Board.class);
		eventually().untilAsserted(() -> assertThat(board.events).hasSize(4));
		assertThat(board.events.get(0)).isInstanceOf(ClusterReadyEvent.class);
		assertThat(board.events.subList(1, 4)).map((event) -> ((MemberJoinedEvent) event).member().name())
			.containsExactly("one", "two", "three");
		this.three.close();
		eventually().untilAsserted(() -> assertThat(board.events).hasSize(5));
		assertThat(board.events.get(4)).isInstanceOfSatisfying(MemberLeftEvent.class, (event) -> {
			assertThat(event.member().name()).isEqualTo("three");
			assertThat(event.reason()).isEqualTo(Departure.LEFT);
			assertThat(event.view().size()).isEqualTo(2);
		});
	}

	@Test
	void healthAndEndpointTellAboutTheCluster() throws Exception {
		JsonNode health = get("/actuator/health", 200).path("components").path("cluster");
		assertThat(health.path("status").asString()).isEqualTo("UP");
		assertThat(health.path("details").path("clusterName").asString()).isEqualTo(this.applications.clusterName());
		assertThat(health.path("details").path("size").asInt()).isEqualTo(3);
		assertThat(health.path("details").path("topologies").path("here").path("lastSuccess").asString()).isNotEmpty();

		JsonNode cluster = get("/actuator/cluster", 200);
		assertThat(cluster.path("running").asBoolean()).isTrue();
		assertThat(cluster.path("self").asString()).isEqualTo("one");
		assertThat(cluster.path("coordinator").asString()).isEqualTo("one");
		assertThat(cluster.path("members").size()).isEqualTo(3);
		assertThat(cluster.path("members").path(0).path("metadata").path("zone").asString()).isEqualTo("a");
		assertThat(cluster.path("topologies").path(0).path("strategy").asString()).isEqualTo("local");
		assertThat(cluster.path("members").findValues("protocol")).hasSize(3)
			.allSatisfy((protocol) -> assertThat(protocol.path("max").asInt()).isPositive());
		assertThat(cluster.path("channels").path(0).asInt()).isEqualTo(1);
		assertThat(cluster.path("encrypted").asBoolean()).isFalse();
		assertThat(cluster.path("links").valueStream())
			.filteredOn((link) -> link.path("connected").asBoolean() && link.path("framesSent").asLong() > 0)
			.hasSizeGreaterThanOrEqualTo(2);
		assertThat(cluster.path("transport").path("viewChanges").asInt()).isPositive();
		assertThat(cluster.path("pubsub").path("subscriptions").size()).isEqualTo(9);

		JsonNode member = get("/actuator/cluster/members/two", 200);
		assertThat(member.path("name").asString()).isEqualTo("two");
		assertThat(member.path("self").asBoolean()).isFalse();
		MemberId id = this.two.getBean(Cluster.class).self().id();
		assertThat(member.path("id").asString()).isEqualTo(id.toString());
		get("/actuator/cluster/members/nobody", 404);
		get("/actuator/cluster/secrets/two", 404);
	}

	@Test
	void metersCount() throws Exception {
		this.one.getBean(PubSub.class).publish("text", "hello");
		eventually().untilAsserted(() -> assertThat(heard(this.three)).contains("text hello"));
		MeterRegistry meters = this.one.getBean(MeterRegistry.class);
		assertThat(meters.get("muster.members").gauge().value()).isEqualTo(3);
		assertThat(meters.get("muster.pubsub.published").functionCounter().count()).isEqualTo(1);
		eventually()
			.untilAsserted(() -> assertThat(meters.get("muster.pubsub.sent").functionCounter().count()).isEqualTo(2));
		assertThat(meters.get("muster.discovery.polls").tag("topology", "here").functionCounter().count()).isPositive();
		JsonNode meter = get("/actuator/metrics/muster.members", 200);
		assertThat(meter.path("baseUnit").asString()).isEqualTo("members");
	}

	@Test
	void restartsAsAnotherMember() {
		Member before = this.two.getBean(Cluster.class).self();
		Board board = this.two.getBean(Board.class);
		this.two.stop();
		eventually().untilAsserted(() -> assertThat(names(this.one)).containsExactly("one", "three"));
		assertThat(this.two.getBean(ClusterHealthIndicator.class).health(false)).isNotNull()
			.satisfies((health) -> assertThat(Objects.requireNonNull(health).getStatus())
				.isEqualTo(Status.OUT_OF_SERVICE));
		int events = board.events.size();
		this.two.start();
		assertThat(this.two.getBean(Cluster.class).self()).isNotEqualTo(before);
		assertThat(board.events.get(events)).isInstanceOf(ClusterReadyEvent.class);
		eventually().untilAsserted(() -> {
			assertThat(names(this.one)).containsExactly("one", "three", "two");
			assertThat(this.one.getBean(PubSub.class).subscribers("text")).hasSize(3);
		});
		this.one.getBean(PubSub.class).publish("text", "again");
		eventually().untilAsserted(() -> assertThat(heard(this.two)).containsExactly("text again"));
		this.two.getBean(PubSub.class).publish("text", "back");
		eventually().untilAsserted(() -> assertThat(heard(this.one)).containsExactly("text again", "text back"));
	}

	private ConfigurableApplicationContext start(String name, WebApplicationType web, String... properties) {
		String[] all = new String[properties.length + 1];
		System.arraycopy(properties, 0, all, 1, properties.length);
		all[0] = "muster.node-name=" + name;
		return this.applications.start(Board.class, web, all);
	}

	private List<ConfigurableApplicationContext> all() {
		return List.of(this.one, this.two, this.three);
	}

	private static List<String> names(ConfigurableApplicationContext context) {
		return context.getBean(Cluster.class).view().members().stream().map(Member::name).toList();
	}

	private static List<String> heard(ConfigurableApplicationContext context) {
		return context.getBean(Board.class).heard;
	}

	private static ConditionFactory eventually() {
		return await().atMost(Duration.ofSeconds(60));
	}

	private JsonNode get(String path, int status) throws Exception {
		String port = Objects.requireNonNull(this.one.getEnvironment().getProperty("local.server.port"));
		HttpResponse<String> response = this.http.send(
				HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		return JsonMapper.shared().readTree(response.body().isEmpty() ? "{}" : response.body());
	}

}
