package dev.muster.node;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Presence on three hosts with 10,000 entries each, that come and go all the time, while
 * one is cut off, comes back, and another one is killed.
 */
class ClusterPresenceIT {

	private static final int ENTRIES = 10_000;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	void allAgreeAfterASplitAndNothingStaysOfANodeThatIsKilled() {
		try (HostedNodes nodes = new HostedNodes(3, "static")) {
			HostedNodes.awaitOneView(nodes.all());
			nodes.all().forEach((node) -> node.say("track " + ENTRIES));
			assertThatAllAgree(nodes.all());
			nodes.all().forEach((node) -> node.say("stir"));
			List<NodeProcess> large = nodes.of("a,b");
			List<NodeProcess> small = nodes.of("c");
			nodes.cut(large, small);
			HostedNodes.awaitOneView(large);
			HostedNodes.awaitOneView(small);
			calm(large);
			assertThatAllAgree(large);
			large.forEach((node) -> node.say("stir"));
			nodes.heal();
			HostedNodes.awaitOneView(nodes.all());
			calm(nodes.all());
			assertThatAllAgree(nodes.all());
			nodes.all().forEach((node) -> node.say("stir"));
			nodes.node("b").kill();
			List<NodeProcess> rest = nodes.of("a,c");
			HostedNodes.awaitOneView(rest);
			calm(rest);
			assertThatAllAgree(rest);
		}
	}

	private static void calm(Collection<NodeProcess> nodes) {
		long now = System.nanoTime();
		nodes.forEach((node) -> node.say("calm"));
		nodes.forEach((node) -> node.awaitLine("calmed", now));
	}

	private static void assertThatAllAgree(Collection<NodeProcess> nodes) {
		int expected = nodes.size() * ENTRIES;
		await().atMost(PATIENCE).untilAsserted(() -> {
			List<Map<String, String>> told = nodes.stream().map((node) -> node.ask("presence")).toList();
			assertThat(told).allSatisfy((each) -> {
				assertThat(each).containsEntry("count", String.valueOf(expected)).containsEntry("problems", "0");
				assertThat(each.get("told")).isEqualTo(each.get("count"));
				assertThat(each.get("toldHash")).isEqualTo(each.get("hash"));
			});
			assertThat(told).extracting((each) -> each.get("hash")).containsOnly(told.get(0).get("hash"));
		});
	}

}
