package dev.muster.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes as processes on this machine: they form one cluster whenever they start, and see
 * one another go and come back.
 */
class ClusterProcessesIT {

	private static final int ROUNDS = Integer.getInteger("muster.rounds", 5);

	@TempDir
	private Path directory;

	private final String cluster = "it-" + UUID.randomUUID();

	private final List<NodeProcess> processes = new ArrayList<>();

	@AfterEach
	void endAll() {
		this.processes.forEach(NodeProcess::close);
	}

	@Test
	void whenThreeStartTogetherThenTheyEndInOneViewEveryTime() {
		for (int round = 0; round < ROUNDS; round++) {
			String name = this.cluster + "-" + round;
			List<NodeProcess> nodes = List.of(start(name, "a"), start(name, "b"), start(name, "c"));
			long formed = 0;
			int slowest = 0;
			for (NodeProcess node : nodes) {
				NodeProcess.Started started = node.awaitStarted();
				formed = Math.max(formed, node.awaitView("a,b,c") - started.at() + started.jvmMillis() * 1_000_000L);
				slowest = Math.max(slowest, started.millis());
			}
			System.out.printf("three formed %d ms after the JVMs began, slowest start %d ms%n",
					Duration.ofNanos(formed).toMillis(), slowest);
			for (NodeProcess node : nodes) {
				// An island would have had to merge, which takes longer than the
				// introductions
				assertThat(node.texts()).noneMatch((text) -> text.startsWith("failed"));
				node.close();
			}
		}
	}

	@Test
	void whenOneIsKilledThenTheOthersSeeThatItFailedAndTakeItBack() {
		NodeProcess a = start(this.cluster, "a");
		a.awaitStarted();
		NodeProcess b = start(this.cluster, "b");
		int port = b.awaitStarted().port();
		NodeProcess c = start(this.cluster, "c");
		c.awaitView("a,b,c");
		a.awaitView("a,b,c");
		long killed = b.kill();
		long seen = Math.max(a.awaitLine("failed b"), c.awaitLine("failed b"));
		System.out.printf("kill -9 of a member was seen after %d ms%n", Duration.ofNanos(seen - killed).toMillis());
		NodeProcess again = start(this.cluster, "b", port);
		again.awaitView("a,b,c");
		a.awaitView("a,b,c");
		c.awaitView("a,b,c");
		again.say("publish back");
		for (NodeProcess node : List.of(a, again, c)) {
			node.awaitLine("message b back");
		}
		killed = a.kill();
		seen = Math.max(again.awaitLine("failed a"), c.awaitLine("failed a"));
		System.out.printf("kill -9 of the coordinator was seen after %d ms%n",
				Duration.ofNanos(seen - killed).toMillis());
		c.say("publish on");
		again.awaitLine("message c on");
	}

	@Test
	void whenOneStopsThenTheOthersSeeThatItLeft() {
		NodeProcess a = start(this.cluster, "a");
		a.awaitStarted();
		NodeProcess b = start(this.cluster, "b");
		a.awaitView("a,b");
		long asked = System.nanoTime();
		b.say("stop");
		long seen = a.awaitLine("left b");
		b.awaitLine("stopped");
		System.out.printf("a stop was seen after %d ms%n", Duration.ofNanos(seen - asked).toMillis());
		assertThat(a.texts()).doesNotContain("failed b");
	}

	@Test
	void whenItIsRestartedAtItsPortBeforeItsDeathIsKnownThenBothAreToldApart() {
		NodeProcess a = start(this.cluster, "a");
		a.awaitStarted();
		NodeProcess b = start(this.cluster, "b");
		int port = b.awaitStarted().port();
		a.awaitView("a,b");
		b.close();
		NodeProcess again = start(this.cluster, "b", port);
		again.awaitStarted();
		a.awaitLine("failed b");
		a.awaitView("a,b");
		assertThat(a.count("joined b")).isEqualTo(2);
		assertThat(a.count("failed b")).isOne();
	}

	private NodeProcess start(String clusterName, String name) {
		return start(clusterName, name, 0);
	}

	private NodeProcess start(String clusterName, String name, int port) {
		NodeProcess process = NodeProcess.start(List.of(), clusterName, name, "local=" + this.directory, "127.0.0.1",
				String.valueOf(port));
		this.processes.add(process);
		return process;
	}

}
