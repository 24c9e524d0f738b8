package dev.muster.node;

import java.time.Duration;
import java.util.List;

import dev.muster.node.NodeProcess.Line;
import dev.muster.node.NodeProcess.Published;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A network that breaks in two and a node that hangs, while every node publishes 1 KiB
 * 1,000 times a second.
 */
class ClusterPartitionIT {

	/** How long after the fault the views must be right: detection and 3 seconds. */
	private static final Duration EXCLUSION = TestNode.FAILURE_DETECTION.plusSeconds(3);

	/** How long after that members of the same side may not hear one another. */
	private static final Duration RECOVERY = Duration.ofSeconds(2);

	private static final Duration MERGE = TestNode.MERGE_INTERVAL.multipliedBy(2).plusSeconds(10);

	private static final Duration BLOCK = Duration.ofSeconds(5);

	private static final String LOAD = "load 1000 1024";

	/** What a node publishes in two seconds. */
	private static final int MESSAGES = 2000;

	/** For the test's own threads on a busy machine. */
	private static final Duration SLACK = Duration.ofSeconds(2);

	@Test
	void whenTheNetworkBreaksInTwoThenEachSideGoesOnAndBothAreOneAfterwards() {
		try (HostedNodes nodes = new HostedNodes(5, "static")) {
			HostedNodes.awaitOneView(nodes.all());
			begin(nodes);
			List<NodeProcess> large = nodes.of("a,b,c");
			List<NodeProcess> small = nodes.of("d,e");
			long cut = nodes.cut(large, small);
			long split = Math.max(HostedNodes.awaitOneView(large), HostedNodes.awaitOneView(small));
			tell("3|2 split seen by all", cut, split, EXCLUSION);
			assertThatSideTalks(large, cut, split);
			assertThatSideTalks(small, cut, split);
			long healed = nodes.heal();
			long whole = HostedNodes.awaitOneView(nodes.all());
			tell("healed split one view on all", healed, whole, MERGE);
			assertThatAllHearAll(nodes);
			end(nodes);
		}
	}

	@Test
	void whenOneHangsThenTheOthersGoOnAndTakeItBackWhenItWakes() {
		try (HostedNodes nodes = new HostedNodes(3, "static")) {
			HostedNodes.awaitOneView(nodes.all());
			begin(nodes);
			for (String role : List.of("member", "coordinator")) {
				String coordinator = nodes.node("a").coordinator();
				String name = role.equals("coordinator") ? coordinator : nodes.but(coordinator).get(0).name();
				List<NodeProcess> others = nodes.but(name);
				long paused = nodes.node(name).pause();
				long excluded = HostedNodes.awaitOneView(others);
				tell("hanging " + role + " excluded by all", paused, excluded, EXCLUSION);
				assertThatSideTalks(others, paused, excluded);
				long resumed = nodes.node(name).resume();
				long whole = HostedNodes.awaitOneView(nodes.all());
				tell("woken " + role + " back in one view", resumed, whole, MERGE);
				assertThatAllHearAll(nodes);
			}
			end(nodes);
		}
	}

	/**
	 * Proves that the tests above would see a node that waits for one it cannot reach.
	 */
	@Test
	void whenTheEnginesOwnTcpCarriesThatLoadThenTheSplitIsNotSeenInTime() {
		try (HostedNodes nodes = new HostedNodes(EngineTcpNode.class, 5, "static")) {
			HostedNodes.awaitOneView(nodes.all());
			awaitLoad(nodes);
			List<NodeProcess> large = nodes.of("a,b,c");
			long cut = nodes.cut(large, nodes.of("d,e"));
			await().during(EXCLUSION)
				.atMost(EXCLUSION.plus(SLACK))
				.until(() -> large.stream().anyMatch((node) -> node.lines("view a,b,c", cut).isEmpty()));
		}
	}

	private static void begin(HostedNodes nodes) {
		awaitLoad(nodes);
		assertThatAllHearAll(nodes);
	}

	private static void awaitLoad(HostedNodes nodes) {
		long now = System.nanoTime();
		for (NodeProcess node : nodes.all()) {
			node.say(LOAD);
		}
		for (NodeProcess node : nodes.all()) {
			nodes.but(node.name()).forEach((other) -> node.awaitStart("hears " + other.name() + " ", now));
		}
	}

	// Also of those that were cut off before: to be in a view is to be heard
	private static void assertThatAllHearAll(HostedNodes nodes) {
		long now = System.nanoTime();
		HostedNodes.awaitTalking(nodes.all(), MESSAGES);
		System.out.printf("all heard %d messages of all after %d ms%n", MESSAGES,
				Duration.ofNanos(System.nanoTime() - now).toMillis());
	}

	private static void assertThatSideTalks(List<NodeProcess> side, long fault, long excluded) {
		HostedNodes.awaitTalking(side, MESSAGES); // so that a silence has ended
		long longest = 0;
		long recovered = excluded;
		for (NodeProcess node : side) {
			List<NodeProcess> others = side.stream().filter((other) -> other != node).toList();
			for (NodeProcess other : others) {
				for (Line line : node.lines("silence " + other.name() + " ", fault)) {
					longest = Math.max(longest, Long.parseLong(line.text().split(" ")[2]));
					recovered = Math.max(recovered, line.nanos());
				}
				assertThat(node.lines("lost " + other.name() + " ", fault)).isEmpty();
				assertThat(node.lines("again " + other.name() + " ", fault)).isEmpty();
			}
		}
		System.out.printf("longest silence within a side of %d: %d ms%n", side.size(),
				Math.max(longest, NumberedLoad.SILENCE_MILLIS));
		tell("last silence within the side ended", excluded, recovered, RECOVERY);
	}

	private static void end(HostedNodes nodes) {
		for (NodeProcess node : nodes.all()) {
			Published load = node.quiet();
			System.out.printf("%s published %d, the slowest call took %d ms, %d refused%n", node.name(), load.count(),
					load.slowestMillis(), load.refused());
			assertThat(Duration.ofMillis(load.slowestMillis())).as("publish call of " + node.name())
				.isLessThan(BLOCK.plus(SLACK));
			assertThat(load.refused()).isZero();
		}
	}

	private static void tell(String what, long from, long to, Duration limit) {
		Duration took = Duration.ofNanos(to - from);
		System.out.printf("%s after %d ms%n", what, took.toMillis());
		assertThat(took).as(what).isLessThan(limit.plus(SLACK));
	}

}
