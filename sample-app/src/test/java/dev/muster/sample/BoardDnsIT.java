package dev.muster.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import dev.muster.sample.HostedBoards.Node;
import dev.muster.test.dns.DnsServer;
import dev.muster.test.dns.DnsServer.Service;
import dev.muster.test.netns.NamespaceHost;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample on five hosts that find one another by a real name server on a sixth one.
 */
class BoardDnsIT {

	private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

	@TempDir
	private Path logs;

	@ParameterizedTest
	@ValueSource(strings = { "a", "srv" })
	void whenTheServerListsFiveThenTheyFormOneCluster(String record) {
		AtomicReference<DnsServer> server = new AtomicReference<>();
		long begun = System.nanoTime();
		try (HostedBoards boards = new HostedBoards(NAMES, NAMES.size() + 1, (hosts) -> {
			DnsServer started = DnsServer.start("board.test", hosts.get(NAMES.size()));
			server.set(started);
			return arguments(started, record, hosts.subList(0, NAMES.size()));
		}, this.logs)) {
			try {
				long formed = boards.awaitOneView();
				System.out.printf("dns, %s records: five formed %d ms after their JVMs began%n", record,
						Duration.ofNanos(formed - begun).toMillis());
				List<String> addresses = boards.running().stream().map(Node::address).toList();
				assertThat(boards.running()).allSatisfy((node) -> assertThat(boards.view(node).status().members())
					.extracting(ClusterStatus.MemberStatus::host)
					.containsExactlyInAnyOrderElementsOf(addresses));
			}
			catch (Throwable ex) {
				System.out.println(boards.story());
				throw ex;
			}
		}
		finally {
			if (server.get() != null) {
				server.get().close();
			}
		}
	}

	private static List<String> arguments(DnsServer server, String record, List<NamespaceHost> hosts) {
		String prefix = "--muster.topologies.names.";
		boolean services = record.equals("srv");
		if (services) {
			hosts.forEach((host) -> server.addresses(host.port(), List.of(host.address())));
			server.services("_muster._tcp",
					hosts.stream().map((host) -> new Service(server.name(host.port()), 7800)).toList());
		}
		else {
			server.addresses("nodes", hosts.stream().map(NamespaceHost::address).toList());
		}
		return List.of(prefix + "strategy=dns", prefix + "dns.record=" + record,
				prefix + "dns.name=" + server.name(services ? "_muster._tcp" : "nodes"),
				prefix + "dns.server=" + server.address());
	}

}
