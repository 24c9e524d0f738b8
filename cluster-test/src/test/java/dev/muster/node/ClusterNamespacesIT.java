package dev.muster.node;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

import dev.muster.node.NodeProcess.Published;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes on hosts of their own, while messages flow: each is killed once and comes back.
 */
class ClusterNamespacesIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@ParameterizedTest
	@ValueSource(strings = { "static", "multicast" })
	void whenEachIsKilledInTurnThenTheOthersKeepTalkingAndTakeItBack(String strategy) {
		long begun = System.nanoTime();
		try (HostedNodes nodes = new HostedNodes(3, strategy)) {
			tell(strategy, "three formed", begun, HostedNodes.awaitOneView(nodes.all()));
			nodes.all().forEach(ClusterNamespacesIT::load);
			for (NodeProcess node : nodes.all()) {
				nodes.but(node.name()).forEach((other) -> node.awaitStart("hears " + other.name() + " ", begun));
			}
			String coordinator = nodes.node("a").coordinator();
			String member = nodes.but(coordinator).get(0).name();
			String last = nodes.but(coordinator).get(1).name();
			for (String victim : List.of(member, coordinator, last)) {
				killAndRestart(strategy, nodes, victim);
			}
			HostedNodes.awaitTalking(nodes.all(), 25);
			assertThatNothingWasLost(strategy, nodes);
		}
	}

	private static void load(NodeProcess node) {
		node.say("load 20000 200");
	}

	private static void killAndRestart(String strategy, HostedNodes nodes, String victim) {
		List<NodeProcess> others = nodes.but(victim);
		String role = others.get(0).coordinator().equals(victim) ? "the coordinator" : "a member";
		long killed = nodes.node(victim).kill();
		long seen = latest(others, (node) -> node.awaitStart("failed " + victim, killed).nanos());
		tell(strategy, "kill -9 of " + role + " seen", killed, seen);
		HostedNodes.awaitOneView(others);
		HostedNodes.awaitTalking(others, 25);
		long restarted = System.nanoTime();
		NodeProcess again = nodes.start(victim);
		long back = HostedNodes.awaitOneView(nodes.all());
		tell(strategy, "taken back after its JVM began", restarted, back);
		load(again);
		long asked = System.nanoTime();
		tell(strategy, "heard again by the others", asked,
				latest(others, (node) -> node.awaitStart("hears " + victim + " ", restarted).nanos()));
		tell(strategy, "hears the others again", back,
				latest(others, (node) -> again.awaitStart("hears " + node.name() + " ", restarted).nanos()));
		long silence = 0;
		for (NodeProcess node : others) {
			for (NodeProcess other : others) {
				for (NodeProcess.Line line : node.lines("silence " + other.name() + " ", killed)) {
					silence = Math.max(silence, Long.parseLong(line.text().split(" ")[2]));
				}
			}
		}
		System.out.printf("%s: those that stayed were never silent for more than %d ms%n", strategy,
				Math.max(silence, NumberedLoad.SILENCE_MILLIS));
	}

	private static void assertThatNothingWasLost(String strategy, HostedNodes nodes) {
		Map<String, Long> published = new TreeMap<>();
		for (NodeProcess node : nodes.all()) {
			Published load = node.quiet();
			System.out.printf("%s: %s published %d, the slowest call took %d ms%n", strategy, node.name(), load.count(),
					load.slowestMillis());
			assertThat(load.refused()).isZero();
			published.put(node.name(), load.count());
		}
		for (NodeProcess node : nodes.all()) {
			Map<String, Long> ofOthers = new TreeMap<>(published);
			ofOthers.remove(node.name());
			Awaitility.await()
				.atMost(PATIENCE)
				.untilAsserted(() -> assertThat(node.report()).as("heard by " + node.name()).isEqualTo(ofOthers));
		}
		for (NodeProcess node : nodes.everStarted()) {
			assertThat(node.texts()).as(node.name())
				.noneMatch((line) -> line.startsWith("lost ") || line.startsWith("again "));
		}
	}

	private static long latest(List<NodeProcess> nodes, ToLongFunction<NodeProcess> time) {
		return nodes.stream().mapToLong(time).max().orElseThrow();
	}

	private static void tell(String strategy, String what, long from, long to) {
		System.out.printf("%s: %s after %d ms%n", strategy, what, Duration.ofNanos(to - from).toMillis());
	}

}
