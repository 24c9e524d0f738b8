package dev.muster.sample;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Three nodes, and browsers of a kind.
 */
class SampleApplicationIT {

	private static final String CLUSTER = "board-" + UUID.randomUUID();

	private static SampleNode one;

	private static SampleNode two;

	private static SampleNode three;

	@BeforeAll
	static void start() {
		one = SampleNode.start(CLUSTER, "node-1");
		two = SampleNode.start(CLUSTER, "node-2");
		three = SampleNode.start(CLUSTER, "node-3");
		for (SampleNode node : new SampleNode[] { one, two, three }) {
			node.awaitMembers(3);
		}
	}

	@AfterAll
	static void stop() {
		one.close();
		two.close();
		three.close();
	}

	@Test
	void whenAMessageIsPostedOnOneNodeThenTheBrowsersOfTheOthersSeeIt() {
		try (EventReader onTwo = two.events("/api/rooms/news/events?name=bob");
				EventReader onThree = three.events("/api/rooms/news/events?name=cy")) {
			within().untilAsserted(() -> assertThat(onThree.lines()).contains("event:presence-state"));
			assertThat(one.say("news", "ada", "It works").statusCode()).isEqualTo(201);
			for (EventReader reader : new EventReader[] { onTwo, onThree }) {
				within().untilAsserted(() -> assertThat(reader.lines())
					.anySatisfy((line) -> assertThat(line).contains("\"text\":\"It works\"")
						.contains("\"author\":\"ada\"")
						.contains("\"node\":\"node-1\"")));
			}
		}
	}

	@Test
	void whenAMessageIsPostedThenItsNodeShowsItAtOnceAndAllShowItOnce() {
		one.say("once", "ada", "only once");
		assertThat(one.get("/api/rooms/once")).containsOnlyOnce("only once");
		within().untilAsserted(() -> assertThat(two.get("/api/rooms/once")).contains("only once"));
		assertThat(two.get("/api/rooms/once")).containsOnlyOnce("only once");
		// The next message from there has followed its copy of the first one
		one.say("once", "ada", "next");
		within().untilAsserted(() -> assertThat(three.get("/api/rooms/once")).contains("next"));
		assertThat(one.get("/api/rooms/once")).containsOnlyOnce("only once");
		assertThat(one.get("/api/rooms")).contains("{\"name\":\"once\",\"messages\":2,\"occupants\":0}");
	}

	@Test
	void whenABrowserConnectsAndGoesThenEveryNodeKnows() {
		try (EventReader watching = one.events("/api/rooms/door/events?name=ada")) {
			try (EventReader visitor = three.events("/api/rooms/door/events?name=bob")) {
				within().untilAsserted(() -> assertThat(present(watching)).containsExactlyInAnyOrder("ada on node-1",
						"bob on node-3"));
				within().untilAsserted(() -> assertThat(two.get("/api/rooms/door")).contains("bob"));
				assertThat(visitor.hasEnded()).isFalse();
			}
			within().untilAsserted(() -> assertThat(two.get("/api/rooms/door")).contains("ada").doesNotContain("bob"));
			within().untilAsserted(() -> assertThat(present(watching)).containsExactly("ada on node-1"));
		}
		within().untilAsserted(
				() -> assertThat(three.get("/api/rooms/door")).contains("\"occupants\":[]").doesNotContain("ada"));
	}

	@Test
	void whenANodeComesLateThenItKnowsWhatWasSaidAndWhenItGoesItsPeopleAreGone() {
		one.say("late", "ada", "said before");
		try (EventReader watching = two.events("/api/rooms/late/events?name=bob")) {
			SampleNode four = SampleNode.start(CLUSTER, "node-4");
			try (EventReader late = four.events("/api/rooms/late/events?name=dora")) {
				within().untilAsserted(() -> assertThat(late.lines()).anyMatch((line) -> line.contains("said before")));
				within().untilAsserted(() -> assertThat(late.lines()).anyMatch((line) -> line.contains("\"bob\"")));
				within().untilAsserted(() -> assertThat(two.get("/api/rooms/late")).contains("dora"));
				within().untilAsserted(() -> assertThat(two.get("/api/cluster")).contains("\"size\":4"));
				four.close();
				within().until(late::hasEnded);
			}
			within().untilAsserted(() -> assertThat(two.get("/api/rooms/late")).doesNotContain("dora"));
			within().untilAsserted(() -> assertThat(watching.lines())
				.anySatisfy((line) -> assertThat(line).contains("\"member\":\"node-4\",\"what\":\"LEFT\"")));
		}
	}

	@Test
	void whenInputIsBadThenTheAnswerSaysWhatIsWrong() {
		assertProblem(one.say("news", "", "text"), "'author'");
		assertProblem(one.say("news", "ada", "x".repeat(1001)), "'text'");
		assertProblem(one.say("No.Room", "ada", "text"), "'room'");
		assertProblem(one.post("/api/rooms/news/messages", "{not json"), "Failed to read request");
		assertThat(one.get("/api/rooms/news/events?name=" + "x".repeat(33))).contains("\"status\":400", "'name'");
	}

	@Test
	void whenABodyIsTooLargeThenItIsRefusedWhetherItSaysSoOrNot() {
		String json = "{\"author\": \"ada\", \"text\": \"" + "x".repeat(200_000) + "\"}";
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		HttpResponse<String> chunked = SampleNode.exchange(HttpRequest.newBuilder(one.uri("/api/rooms/news/messages"))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))));
		for (HttpResponse<String> response : List.of(one.post("/api/rooms/news/messages", json), chunked)) {
			assertThat(response.statusCode()).isEqualTo(413);
			assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
			assertThat(response.body()).contains("65536 bytes");
		}
		assertThat(one.say("news", "ada", "x".repeat(1000)).statusCode()).isEqualTo(201);
	}

	@Test
	void whenTheActuatorIsAskedThenItShowsTheCluster() {
		assertThat(one.get("/actuator/health")).contains("\"cluster\":{").contains("\"status\":\"UP\"");
		assertThat(one.get("/actuator/cluster")).contains("node-2");
		assertThat(one.get("/actuator/metrics/muster.members")).contains("\"value\":");
	}

	@Test
	void whenABrowserAsksForThePageThenItIsServed() {
		assertThat(one.get("/")).contains("<title>Board</title>");
		assertThat(one.get("/board.js")).contains("RoomStream");
		assertThat(one.get("/muster/presence.js")).contains("export class Presence");
	}

	/** Return who is in the room for a browser that merges the state and the diffs. */
	private static List<String> present(EventReader reader) {
		PresentPeople people = new PresentPeople();
		List<String> lines = reader.lines().stream().filter((line) -> !line.isEmpty()).toList();
		for (int i = 1; i < lines.size(); i++) {
			if (lines.get(i - 1).startsWith("event:") && lines.get(i).startsWith("data:")) {
				people.event(lines.get(i - 1).substring("event:".length()), lines.get(i).substring("data:".length()));
			}
		}
		return people.list().stream().map((occupant) -> occupant.key() + " on " + occupant.node()).toList();
	}

	private static void assertProblem(HttpResponse<String> response, String detail) {
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(response.body()).contains(detail);
	}

	private static ConditionFactory within() {
		return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
	}

}
