package dev.muster.test.netns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hosts that reach one another, or do not, and are gone in the end.
 */
class NetworkNamespacesIT {

	@Test
	void whenHostsAreCutThenNothingPassesUntilHealed() throws Exception {
		try (NetworkNamespaces network = NetworkNamespaces.create(3)) {
			NamespaceHost a = network.hosts().get(0);
			NamespaceHost b = network.hosts().get(1);
			NamespaceHost c = network.hosts().get(2);
			try (Listener atA = new Listener(a); Listener atB = new Listener(b); Listener atC = new Listener(c)) {
				assertThat(List.of(reaches(b, a), reaches(c, a), reaches(c, b))).containsOnly(true);
				network.cut(List.of(a), List.of(b, c));
				assertThat(List.of(reaches(b, a), reaches(a, b), reaches(c, a))).containsOnly(false);
				assertThat(reaches(c, b)).isTrue();
				assertThat(reaches(network.observer(), a)).isTrue();
				network.heal();
				assertThat(List.of(reaches(b, a), reaches(a, c))).containsOnly(true);
			}
		}
	}

	@Test
	void whenClosedThenNothingIsLeft() throws Exception {
		NetworkNamespaces network = NetworkNamespaces.create(2);
		Set<String> names = network.hosts().stream().map(NamespaceHost::name).collect(Collectors.toSet());
		names.add(network.observer().name());
		assertThat(namespaces()).containsAll(names);
		Process process = new ProcessBuilder(network.hosts().get(0).command(List.of("sleep", "600"))).start();
		network.close();
		assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(namespaces()).doesNotContainAnyElementsOf(names);
	}

	@Test
	void whenARunDiedThenTheNextOneRemovesWhatItLeft() throws Exception {
		try (NetworkNamespaces first = NetworkNamespaces.create(1)) {
			Process dead = new ProcessBuilder("true").start();
			dead.waitFor();
			String leftover = new NamespaceOwner(dead.pid(), 1).prefix(1) + "bridge";
			SystemCommand.run("ip", "netns", "add", leftover);
			try (NetworkNamespaces second = NetworkNamespaces.create(1)) {
				assertThat(namespaces()).doesNotContain(leftover)
					.contains(first.observer().name(), second.observer().name());
			}
		}
	}

	private static Set<String> namespaces() throws IOException {
		try (var files = Files.list(Path.of("/run/netns"))) {
			return files.map((path) -> path.getFileName().toString()).collect(Collectors.toSet());
		}
	}

	private static boolean reaches(NamespaceHost from, NamespaceHost to) throws Exception {
		Process process = java(from, "connect", to.address());
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isIn(0, 1);
		return process.exitValue() == 0;
	}

	private static Process java(NamespaceHost host, String... arguments) throws IOException {
		List<String> words = host.command(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx32m",
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Probe.class.getName()));
		words.addAll(List.of(arguments));
		return new ProcessBuilder(words).redirectErrorStream(true).start();
	}

	/** A process that listens on a host. */
	private static final class Listener implements AutoCloseable {

		private final Process process;

		Listener(NamespaceHost host) throws IOException {
			this.process = java(host, "listen", host.address());
			assertThat(this.process.inputReader().readLine()).isEqualTo("listening");
		}

		@Override
		public void close() {
			this.process.destroyForcibly();
		}

	}

}
