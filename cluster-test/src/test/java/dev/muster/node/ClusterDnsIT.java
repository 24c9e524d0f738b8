package dev.muster.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.muster.node.NodeProcess.Line;
import dev.muster.test.dns.DnsServer;
import dev.muster.test.dns.DnsServer.Service;
import dev.muster.test.netns.NamespaceHost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Five nodes on hosts of their own that find one another by a real name server on another
 * host, which fails in all its ways.
 */
class ClusterDnsIT {

	private static final int NODES = 5;

	/** One for a late node, one for the server. */
	private static final int HOSTS = NODES + 2;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** For the test's own threads on a busy machine. */
	private static final Duration SLACK = Duration.ofSeconds(2);

	private @Nullable DnsServer started;

	@AfterEach
	void close() {
		if (this.started != null) {
			this.started.close();
		}
	}

	private DnsServer startServer(List<NamespaceHost> hosts) {
		DnsServer server = DnsServer.start("cluster.test", hosts.get(HOSTS - 1));
		this.started = server;
		return server;
	}

	private DnsServer server() {
		if (this.started == null) {
			throw new IllegalStateException("It is started with the hosts");
		}
		return this.started;
	}

	/** Give each host a name, and list the services of some. */
	private static void list(DnsServer server, List<NamespaceHost> hosts) {
		server.services("_muster._tcp",
				hosts.stream().map((host) -> new Service(server.name("host" + host.port()), 7800)).toList());
	}

	@Test
	void whenTheServerFailsInAllItsWaysThenTheViewStaysWholeAndALateNodeIsFound() {
		long begun = System.nanoTime();
		try (HostedNodes nodes = new HostedNodes(NODES, HOSTS, (hosts) -> {
			DnsServer server = startServer(hosts);
			hosts.forEach((host) -> server.addresses("host" + host.port(), List.of(host.address())));
			list(server, hosts.subList(0, NODES));
			return "dns=" + server.address() + ",SRV," + server.name("_muster._tcp");
		})) {
			long formed = HostedNodes.awaitOneView(nodes.all());
			tell("five formed by SRV records", begun, formed);
			List<NamespaceHost> five = nodes.all().stream().map((node) -> nodes.host(node.name())).toList();
			DnsServer server = server();
			server.pause();
			awaitTold(nodes, "did not answer within");
			server.resume();
			awaitTold(nodes, "dns 5 null");
			server.refuse(true);
			awaitTold(nodes, "REFUSED");
			server.stop();
			awaitTold(nodes, "nothing listens");
			server.refuse(false);
			list(server, List.of());
			awaitTold(nodes, "dns 0 null");
			server.addresses("host" + nodes.host("g").port(), List.of("10.77.0.99"));
			list(server, List.of(nodes.host("g"))); // where nobody is
			awaitTold(nodes, "dns 1 null");
			list(server, five);
			awaitTold(nodes, "dns 5 null");
			assertThatViewStayedWhole(nodes, formed);
			addLateNode(nodes, five);
		}
	}

	private static void assertThatViewStayedWhole(HostedNodes nodes, long since) {
		for (NodeProcess node : nodes.all()) {
			// Who came last may be told of each of the others
			assertThat(node.lines("view ", since)).as("seen by " + node.name())
				.allSatisfy((line) -> assertThat(line.text()).isEqualTo("view a,b,c,d,e"));
			assertThat(node.lines("failed ", 0)).isEmpty();
			assertThat(node.lines("left ", 0)).isEmpty();
		}
	}

	private void addLateNode(HostedNodes nodes, List<NamespaceHost> five) {
		// It knows nobody and is not listed, so it waits for somebody to find it
		NamespaceHost host = nodes.host("f");
		nodes.start("f", "static=10.77.0.98:7800");
		Awaitility.await().atMost(PATIENCE).until(() -> listens(host));
		List<NamespaceHost> six = new ArrayList<>(five);
		six.add(host);
		list(server(), six);
		long added = System.nanoTime();
		long joined = HostedNodes.awaitOneView(nodes.all());
		tell("record added, member in all views", added, joined);
		assertThat(Duration.ofNanos(joined - added)).isLessThan(TestNode.DNS_INTERVAL.plusSeconds(1).plus(SLACK));
	}

	private static boolean listens(NamespaceHost host) {
		try {
			Process process = new ProcessBuilder(host.command(List.of("ss", "-Htln", "sport", "=", ":7800"))).start();
			return !new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).isBlank();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Wait until each node tells that of its topology "dns": addresses and error. */
	private static void awaitTold(HostedNodes nodes, String text) {
		for (NodeProcess node : nodes.all()) {
			Awaitility.await().alias(node.name() + " tells " + text).atMost(PATIENCE).untilAsserted(() -> {
				long now = System.nanoTime();
				node.say("topologies");
				Line line = node.awaitStart("topology dns ", now);
				assertThat(line.text().replaceFirst("topology dns \\d+", "dns")).contains(text);
			});
		}
	}

	@Test
	void whenTwoTopologiesListHalfOfTheNodesEachThenTheyFormOneCluster() {
		long begun = System.nanoTime();
		try (HostedNodes nodes = new HostedNodes(NODES, HOSTS, (hosts) -> {
			DnsServer server = startServer(hosts);
			server.addresses("nodes", hosts.subList(0, 3).stream().map(NamespaceHost::address).toList());
			return "dns=" + server.address() + ",A," + server.name("nodes") + "+static="
					+ HostedNodes.addresses(hosts.subList(2, NODES));
		})) {
			long formed = HostedNodes.awaitOneView(nodes.all());
			tell("five formed by A records and a static list", begun, formed);
			server().stop();
			awaitTold(nodes, "nothing listens");
			assertThatViewStayedWhole(nodes, formed);
		}
	}

	private static void tell(String what, long from, long to) {
		System.out.printf("%s after %d ms%n", what, Duration.ofNanos(to - from).toMillis());
	}

}
