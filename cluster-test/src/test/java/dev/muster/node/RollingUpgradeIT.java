package dev.muster.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes of this build and of a later one in one cluster, as long as a rolling upgrade
 * takes.
 */
class RollingUpgradeIT {

	@TempDir
	private Path registry;

	@TempDir
	private Path classes;

	private final String cluster = "upgrade-" + UUID.randomUUID();

	private final List<NodeProcess> processes = new ArrayList<>();

	@AfterEach
	void endAll() {
		this.processes.forEach(NodeProcess::close);
	}

	@Test
	void whenALaterBuildSpeaksOurVersionThenTheyAreOneClusterAndItTakesOver() {
		NextBuild.compile(1, this.classes);
		NodeProcess old = old("old");
		old.awaitStarted();
		NodeProcess next = next("next");
		old.awaitView("next,old");
		next.awaitView("next,old");
		old.say("publish hello next");
		next.awaitLine("message old hello next");
		next.say("publish hello old");
		old.awaitLine("message next hello old");

		assertThat(old.ask("versions")).containsEntry("next", "1-2").containsEntry("old", "1-1");
		assertThat(next.ask("versions")).containsEntry("next", "1-2").containsEntry("old", "1-1");
		assertThat(Long.parseLong(next.ask("statistics").get("unknown"))).as("frames that the later build skipped")
			.isZero();
		// Of the connection, of the introduction, and in probes while it joined
		assertThat(Long.parseLong(old.ask("statistics").get("unknown"))).as("frames that this build skipped")
			.isGreaterThanOrEqualTo(3);
		assertThat(Long.parseLong(old.ask("statistics").get("undecodable"))).as("frames that its bus skipped")
			.isPositive();
		assertThat(old.ask("statistics")).containsEntry("invalid", "0");
		assertThat(next.ask("statistics")).containsEntry("invalid", "0").containsEntry("undecodable", "0");

		old.say("stop");
		next.awaitLine("left old");
		old.awaitLine("stopped");
		NodeProcess second = next("second");
		next.awaitView("next,second");
		second.awaitView("next,second");
		next.say("publish on");
		second.awaitLine("message next on");
		assertThat(next.texts()).noneMatch((text) -> text.startsWith("failed"));
	}

	@Test
	void whenALaterBuildDoesNotSpeakOurVersionThenBothRefuseAndSayWhy() {
		NextBuild.compile(2, this.classes);
		NodeProcess old = old("old");
		old.awaitStarted();
		NodeProcess next = next("next");
		next.awaitStarted();
		next.awaitView("next");
		assertThat(next.ask("refusals").keySet()).contains("OTHER_PROTOCOL/theirs");
		assertThat(old.ask("refusals").keySet()).contains("OTHER_PROTOCOL/ours");
		old.awaitView("old");
		assertThat(old.texts()).doesNotContain("joined next");
	}

	private NodeProcess old(String name) {
		return keep(NodeProcess.start(List.of(), arguments(name)));
	}

	private NodeProcess next(String name) {
		return keep(NodeProcess.startWith(this.classes, arguments(name)));
	}

	private String[] arguments(String name) {
		return new String[] { this.cluster, name, "local=" + this.registry, "127.0.0.1", "0" };
	}

	private NodeProcess keep(NodeProcess process) {
		this.processes.add(process);
		return process;
	}

}
