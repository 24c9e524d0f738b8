package dev.muster.node;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import dev.muster.test.consul.ConsulAgent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Five nodes on hosts of their own that a real Consul agent tells of one another, and
 * which is killed and comes back empty.
 */
class ConsulNamespacesIT {

	@Test
	void whenTheAgentIsKilledAndComesBackEmptyThenTheViewStaysWholeAndASixthNodeFindsTheOthers() {
		long begun = System.nanoTime();
		AtomicReference<ConsulAgent> started = new AtomicReference<>();
		// The sixth host is for the sixth node, the seventh for the agent
		try (HostedNodes nodes = new HostedNodes(5, 7, (hosts) -> {
			started.set(ConsulAgent.startOn(hosts.get(6)));
			return "consul=" + hosts.get(6).address();
		}); ConsulAgent agent = Objects.requireNonNull(started.get())) {
			tell("five formed after their JVMs began", begun, HostedNodes.awaitOneView(nodes.all()));
			List<NodeProcess> five = nodes.all();
			awaitListed(five, 5, begun);
			long killed = agent.kill();
			awaitListed(five, 0, killed); // which is to say that they do not know
			assertThatTheyTalk(nodes, "without");
			long back = agent.restart();
			tell("all registered again after the agent is back", back, awaitListed(five, 5, killed));
			NodeProcess sixth = nodes.start("f");
			HostedNodes.awaitOneView(nodes.all());
			tellRegistrationToView(nodes, sixth);
			assertThatTheyTalk(nodes, "again");
			for (NodeProcess node : nodes.all()) {
				assertThat(node.texts()).as(node.name())
					.noneMatch((line) -> line.startsWith("failed ") || line.startsWith("left "));
			}
			assertThat(five).allSatisfy((node) -> assertThat(node.lines("merged ", killed)).isEmpty());
			awaitListed(five, 6, back); // else it may be gone before all have seen it
			long stopped = System.nanoTime();
			sixth.say("stop");
			tell("deregistered and left", stopped,
					five.stream().mapToLong((node) -> node.awaitStart("left f", stopped).nanos()).max().orElseThrow());
			tell("not listed any more after it was stopped", stopped, awaitListed(five, 5, stopped));
		}
	}

	private static long awaitListed(List<NodeProcess> nodes, int count, long after) {
		return nodes.stream().mapToLong((node) -> node.awaitLine("listed " + count, after)).max().orElseThrow();
	}

	private static void tellRegistrationToView(HostedNodes nodes, NodeProcess node) {
		long registered = node.awaitLine("registered");
		long seen = Stream.concat(nodes.but(node.name()).stream(), Stream.of(node))
			.mapToLong((other) -> other.lines("view ", 0)
				.stream()
				.filter((line) -> line.text().contains(","))
				.filter((line) -> List.of(line.text().substring("view ".length()).split(",")).contains(node.name()))
				.findFirst()
				.orElseThrow()
				.nanos())
			.max()
			.orElseThrow();
		tell("from the registration of " + node.name() + " to its being in the view of all", registered, seen);
	}

	private static void assertThatTheyTalk(HostedNodes nodes, String word) {
		for (NodeProcess node : nodes.all()) {
			node.say("publish " + word);
		}
		for (NodeProcess node : nodes.all()) {
			nodes.but(node.name()).forEach((other) -> node.awaitLine("message " + other.name() + " " + word));
		}
	}

	private static void tell(String what, long from, long to) {
		System.out.printf("consul: %s: %d ms%n", what, Duration.ofNanos(to - from).toMillis());
	}

}
