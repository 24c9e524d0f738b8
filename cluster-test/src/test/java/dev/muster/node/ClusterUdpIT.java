package dev.muster.node;

import java.time.Duration;
import java.util.List;

import dev.muster.node.NodeProcess.Published;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes on hosts of their own that multicast their data, while every node publishes 1 KiB
 * 500 times a second. Nothing tells at once that one has died: failure detection does.
 */
class ClusterUdpIT {

	private static final Duration SEEN = TestNode.FAILURE_DETECTION.plusSeconds(3);

	private static final Duration MERGED = TestNode.MERGE_INTERVAL.multipliedBy(2).plusSeconds(10);

	private static final Duration BLOCK = Duration.ofSeconds(5);

	/** For the test's own threads on a busy machine. */
	private static final Duration SLACK = Duration.ofSeconds(2);

	private static final String LOAD = "load 2000 1024";

	private static final int MESSAGES = 500;

	@Test
	void whenTheNetworkBreaksOneHangsAndOneDiesThenTheOthersSeeItAndGoOn() {
		try (HostedNodes nodes = new HostedNodes(TestNode.class, 3, "static", "udp")) {
			HostedNodes.awaitOneView(nodes.all());
			nodes.all().forEach((node) -> node.say(LOAD));
			HostedNodes.awaitTalking(nodes.all(), MESSAGES);
			assertThatNothingIsMissing(nodes.all(), 0);

			List<NodeProcess> large = nodes.of("a,b");
			List<NodeProcess> small = nodes.of("c");
			long cut = nodes.cut(large, small);
			long split = Math.max(HostedNodes.awaitOneView(large), HostedNodes.awaitOneView(small));
			tell("2|1 split seen by all", cut, split, SEEN);
			HostedNodes.awaitTalking(large, MESSAGES);
			assertThatNothingIsMissing(large, 0);

			long healed = nodes.heal();
			long whole = HostedNodes.awaitOneView(nodes.all());
			tell("healed split one view on all", healed, whole, MERGED);
			HostedNodes.awaitTalking(nodes.all(), MESSAGES);

			hangAndWake(nodes);

			String coordinator = nodes.node("a").coordinator();
			List<NodeProcess> others = nodes.but(coordinator);
			long talking = System.nanoTime();
			long killed = nodes.node(coordinator).kill();
			long seen = others.stream()
				.mapToLong((node) -> node.awaitLine("failed " + coordinator, killed))
				.max()
				.orElseThrow();
			tell("kill -9 of the coordinator seen", killed, seen, SEEN);
			HostedNodes.awaitOneView(others);
			HostedNodes.awaitTalking(others, MESSAGES);
			assertThatNothingIsMissing(others, talking);
			for (NodeProcess node : others) {
				Published load = node.quiet();
				System.out.printf("udp: %s published %d, the slowest call took %d ms, %d refused%n", node.name(),
						load.count(), load.slowestMillis(), load.refused());
				assertThat(Duration.ofMillis(load.slowestMillis())).isLessThan(BLOCK.plus(SLACK));
			}
		}
	}

	// Who wakes still has its view: messages that it missed are forgotten by then
	private static void hangAndWake(HostedNodes nodes) {
		String coordinator = nodes.node("a").coordinator();
		List<NodeProcess> others = nodes.but(coordinator);
		long paused = nodes.node(coordinator).pause();
		tell("hanging coordinator excluded by all", paused, HostedNodes.awaitOneView(others), SEEN);
		HostedNodes.awaitTalking(others, MESSAGES);
		assertThatNothingIsMissing(others, paused);
		long resumed = nodes.node(coordinator).resume();
		tell("woken coordinator back in one view", resumed, HostedNodes.awaitOneView(nodes.all()), MERGED);
		HostedNodes.awaitTalking(nodes.all(), MESSAGES);
	}

	private static void assertThatNothingIsMissing(List<NodeProcess> side, long since) {
		for (NodeProcess node : side) {
			for (NodeProcess other : side) {
				assertThat(node.lines("lost " + other.name() + " ", since)).as("heard by " + node.name()).isEmpty();
				assertThat(node.lines("again " + other.name() + " ", since)).as("heard by " + node.name()).isEmpty();
			}
		}
	}

	private static void tell(String what, long from, long to, Duration limit) {
		Duration took = Duration.ofNanos(to - from);
		System.out.printf("udp: %s after %d ms%n", what, took.toMillis());
		assertThat(took).as(what).isLessThan(limit.plus(SLACK));
	}

}
