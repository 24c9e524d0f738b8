package dev.muster.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import dev.muster.sample.HostedBoards.Node;
import dev.muster.sample.MembershipJournal.What;
import dev.muster.test.consul.ConsulAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample on five hosts, which a real Consul agent tells of one another.
 */
class ConsulBoardsIT {

	@Test
	void whenTheAgentIsKilledAndComesBackEmptyThenTheViewStaysWholeAndTheNodesRegisterAgain(@TempDir Path logs) {
		long begun = System.nanoTime();
		AtomicReference<ConsulAgent> started = new AtomicReference<>();
		// The sixth host is the agent's
		try (HostedBoards boards = new HostedBoards(List.of("a", "b", "c", "d", "e"), 6, (hosts) -> {
			started.set(ConsulAgent.startOn(hosts.get(5)));
			return List.of("--muster.topologies.registry.strategy=consul",
					"--muster.topologies.registry.consul.host=" + hosts.get(5).address());
		}, logs); ConsulAgent agent = Objects.requireNonNull(started.get())) {
			try {
				tell("five formed after their JVMs began", begun, boards.awaitOneView());
				List<Long> views = views(boards);
				agent.kill();
				long back = agent.restart();
				boards.await("registration of all",
						() -> boards.running()
							.stream()
							.allMatch((node) -> log(logs, node).contains("registered again")));
				tell("all registered again after the agent is back", back, System.nanoTime());
				assertThat(views(boards)).isEqualTo(views);
				assertThat(boards.running()).allSatisfy((node) -> assertThat(boards.view(node).status().changes())
					.noneMatch((change) -> change.what() == What.FAILED || change.what() == What.LEFT));
			}
			catch (Throwable ex) {
				System.out.println(boards.story());
				throw ex;
			}
		}
	}

	private static List<Long> views(HostedBoards boards) {
		return boards.running().stream().map((node) -> boards.view(node).status().view()).toList();
	}

	private static String log(Path logs, Node node) {
		try {
			return Files.readString(logs.resolve(node.id() + ".log"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void tell(String what, long from, long to) {
		System.out.printf("consul: %s: %d ms%n", what, Duration.ofNanos(to - from).toMillis());
	}

}
