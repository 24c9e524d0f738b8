package dev.muster.autoconfigure.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.muster.autoconfigure.reactive.ReactivePubSub;
import dev.muster.pubsub.Message;
import dev.muster.pubsub.PubSub;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two applications whose listeners pass messages back and forth, as CBOR: what they
 * return, one trace over all, and what is told about it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelineIT {

	private final Applications applications = new Applications();

	private final ConfigurableApplicationContext one = start("one", WebApplicationType.SERVLET);

	private final ConfigurableApplicationContext two = start("two", WebApplicationType.NONE);

	@BeforeAll
	void formed() {
		for (String topic : List.of("orders", "checked", "shapes.round", "grouped")) {
			for (ConfigurableApplicationContext context : List.of(this.one, this.two)) {
				eventually().until(() -> context.getBean(PubSub.class).subscribers(topic).size() == 2);
			}
		}
	}

	@AfterAll
	void close() {
		this.applications.close();
	}

	@Test
	void oneTraceLeadsThereAndBack() {
		ObservationRegistry observations = this.one.getBean(ObservationRegistry.class);
		Observation.createNotStarted("ordering", observations)
			.observe(() -> this.one.getBean(PubSub.class).publish("orders", new Pipeline.Order("o1", 1)));
		Pipeline here = this.one.getBean(Pipeline.class);
		Pipeline there = this.two.getBean(Pipeline.class);
		eventually().until(() -> here.heard.stream().anyMatch((text) -> text.startsWith("o1")));
		Pipeline.Span root = here.spans.stream()
			.filter((span) -> span.name().equals("ordering"))
			.findFirst()
			.orElseThrow();
		eventually().until(() -> trace(root, here, there).count() == 5);
		assertThat(trace(root, here, there).map(Pipeline.Span::name)).containsExactlyInAnyOrder("ordering",
				"muster publish", "orders process", "muster publish", "checked process");
		Set<String> ids = trace(root, here, there).map(Pipeline.Span::id).collect(Collectors.toSet());
		assertThat(trace(root, here, there))
			.allSatisfy((span) -> assertThat(span.equals(root) || ids.contains(String.valueOf(span.parentId())))
				.as("parent of %s", span)
				.isTrue());
		assertThat(here.heard).contains("o1 checked in trace " + root.traceId() + " by two, two checked true");
	}

	@Test
	void anInvalidPayloadComesToTheErrorHandlerWhoseResultIsSentOn() {
		this.one.getBean(PubSub.class).publish("orders", new Pipeline.Order("bad", 0));
		eventually().untilAsserted(() -> assertThat(this.one.getBean(Pipeline.class).heard)
			.anyMatch((text) -> text.startsWith("InvalidPayloadException by two")));
	}

	@Test
	void subtypesFindTheirMethods() {
		PubSub bus = this.one.getBean(PubSub.class);
		bus.publish("shapes.round", new Pipeline.Circle(1));
		bus.publish("shapes.square", new Pipeline.Square(2));
		eventually().untilAsserted(
				() -> assertThat(this.two.getBean(Pipeline.Shapes.class).heard).contains("circle 1", "square 2"));
	}

	@Test
	void aRequestIsAnsweredByTheOtherNodeInTheSameTrace() {
		// who answers is not known at once
		await().atMost(Duration.ofSeconds(60))
			.ignoreExceptions()
			.until(() -> ask(this.one.getBean(PubSub.class)) == 700);
		ObservationRegistry observations = this.one.getBean(ObservationRegistry.class);
		Integer price = Observation.createNotStarted("asking", observations)
			.observe(() -> ask(this.one.getBean(PubSub.class)));
		assertThat(price).isEqualTo(700);
		Pipeline here = this.one.getBean(Pipeline.class);
		Pipeline there = this.two.getBean(Pipeline.class);
		eventually().until(() -> here.spans.stream().anyMatch((span) -> span.name().equals("asking")));
		Pipeline.Span root = here.spans.stream()
			.filter((span) -> span.name().equals("asking"))
			.findFirst()
			.orElseThrow();
		eventually().untilAsserted(
				() -> assertThat(trace(root, there).map(Pipeline.Span::name)).containsExactly("price.of process"));
	}

	private static Integer ask(PubSub bus) {
		return bus.request("price.of", new Pipeline.Order("o1", 7), Integer.class, Duration.ofSeconds(30)).join();
	}

	@Test
	void eachMessageGoesToOneOfAGroup() {
		for (int i = 0; i < 20; i++) {
			this.one.getBean(PubSub.class).publish("grouped", i);
		}
		eventually().until(() -> grouped(this.one).size() + grouped(this.two).size() >= 20);
		assertThat(Stream.concat(grouped(this.one).stream(), grouped(this.two).stream())).hasSize(20)
			.doesNotHaveDuplicates();
		assertThat(grouped(this.two)).isNotEmpty();
	}

	private static List<String> grouped(ConfigurableApplicationContext context) {
		return context.getBean(Pipeline.class).heard.stream().filter((text) -> text.startsWith("grouped ")).toList();
	}

	@Test
	void aFluxHearsTheOtherNode() {
		List<String> heard = new CopyOnWriteArrayList<>();
		Disposable flux = this.two.getBean(ReactivePubSub.class)
			.messages("flux.*", String.class)
			.map(Message::payload)
			.subscribe(heard::add);
		eventually().until(() -> this.one.getBean(PubSub.class).subscribers("flux.a").size() == 1);
		this.one.getBean(PubSub.class).publish("flux.a", "hello");
		eventually().until(() -> heard.equals(List.of("hello")));
		flux.dispose();
		eventually().until(() -> this.one.getBean(PubSub.class).subscribers("flux.a").isEmpty());
	}

	@Test
	void theEndpointAndMetersTellAboutIt() throws Exception {
		this.two.getBean(PubSub.class).publish("shapes.round", new Pipeline.Circle(3));
		MeterRegistry meters = this.one.getBean(MeterRegistry.class);
		eventually()
			.until(() -> !meters.find("muster.pubsub.handler.duration").tag("outcome", "success").timers().isEmpty());
		JsonNode bus = get("/actuator/clusterpubsub?topic=orders", 200);
		assertThat(bus.path("subscribers").path("members").values()).extracting(JsonNode::asString)
			.containsExactly("one", "two");
		assertThat(bus.path("subscriptions").values())
			.extracting((subscription) -> subscription.path("pattern").asString())
			.contains("orders", "checked", "shapes.*");
		assertThat(bus.path("topics").values()).extracting((topic) -> topic.path("topic").asString())
			.contains("orders");
		assertThat(bus.path("outbound").values()).extracting((outbound) -> outbound.path("member").asString())
			.containsExactly("two");
		assertThat(bus.path("outbound").path(0).path("queueCapacity").asInt()).isEqualTo(10_000);
		get("/actuator/clusterpubsub?topic=no%20topic", 400);
		assertThat(meters.get("muster.pubsub.outbound.queued").gauges()).hasSize(1);
		assertThat(meters.get("muster.pubsub.process").timers()).isNotEmpty();
	}

	private static Stream<Pipeline.Span> trace(Pipeline.Span root, Pipeline... nodes) {
		return Stream.of(nodes)
			.flatMap((node) -> node.spans.stream())
			.filter((span) -> span.traceId().equals(root.traceId()));
	}

	private ConfigurableApplicationContext start(String name, WebApplicationType web) {
		return this.applications.start(Pipeline.class, web, "muster.node-name=" + name, "muster.pubsub.codec=cbor",
				"app.answers=" + name.equals("two"), "management.tracing.sampling.probability=1.0");
	}

	private JsonNode get(String path, int status) throws Exception {
		String port = Objects.requireNonNull(this.one.getEnvironment().getProperty("local.server.port"));
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
					HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		return JsonMapper.shared().readTree(response.body().isEmpty() ? "{}" : response.body());
	}

	private static ConditionFactory eventually() {
		return await().atMost(Duration.ofSeconds(60));
	}

}
