package dev.muster.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.muster.test.netns.NamespaceHost;
import dev.muster.test.netns.NetworkNamespaces;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes a, b, c and so on of one cluster, each a process on a host of its own.
 */
final class HostedNodes implements AutoCloseable {

	private static final String PORT = "7800";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final String cluster = "it-" + UUID.randomUUID();

	private final NetworkNamespaces network;

	private final Class<?> main;

	private final String discovery;

	private final String protocol;

	private final Map<String, NodeProcess> nodes = new TreeMap<>();

	private final List<NodeProcess> everStarted = new ArrayList<>();

	/**
	 * Create hosts and start a node on each, all at the same time.
	 * @param count how many
	 * @param strategy how they find one another
	 */
	HostedNodes(int count, String strategy) {
		this(TestNode.class, count, strategy);
	}

	HostedNodes(Class<?> main, int count, String strategy) {
		this(main, count, strategy, "tcp");
	}

	/**
	 * Create hosts and start a node on each, all at the same time.
	 * @param main what to run
	 * @param count how many
	 * @param strategy how they find one another
	 * @param protocol how they talk: tcp or udp
	 */
	HostedNodes(Class<?> main, int count, String strategy, String protocol) {
		this(main, count, count, protocol, (hosts) -> switch (strategy) {
			case "static" -> "static=" + addresses(hosts);
			case "multicast" -> "multicast=" + hosts.get(0).interfaceName();
			default -> throw new IllegalArgumentException(strategy);
		});
	}

	/**
	 * Create hosts and start a node on each of the first ones, all at the same time.
	 * @param count how many nodes
	 * @param hosts how many hosts, also for something else
	 * @param discovery how the nodes find one another, as {@link TestNode} wants it; made
	 * before they start
	 */
	HostedNodes(int count, int hosts, Function<List<NamespaceHost>, String> discovery) {
		this(TestNode.class, count, hosts, "tcp", discovery);
	}

	private HostedNodes(Class<?> main, int count, int hosts, String protocol,
			Function<List<NamespaceHost>, String> discovery) {
		this.main = main;
		this.protocol = protocol;
		this.network = NetworkNamespaces.create(hosts);
		try {
			this.discovery = discovery.apply(this.network.hosts());
			for (int i = 0; i < count; i++) {
				start(String.valueOf((char) ('a' + i)));
			}
		}
		catch (Throwable ex) {
			this.network.close();
			throw ex;
		}
	}

	/** Return where nodes on some hosts are, as in a static list. */
	static String addresses(List<NamespaceHost> hosts) {
		return hosts.stream().map((host) -> host.address() + ":" + PORT).collect(Collectors.joining(","));
	}

	/** Start a node, again if it died. */
	NodeProcess start(String name) {
		return start(name, this.discovery);
	}

	/** Start a node that finds the others in its own way. */
	NodeProcess start(String name, String discovery) {
		NamespaceHost host = host(name);
		NodeProcess node = NodeProcess.start(this.main, host.launcher(), this.cluster, name, discovery, host.address(),
				PORT, this.protocol);
		this.nodes.put(name, node);
		this.everStarted.add(node);
		return node;
	}

	NodeProcess node(String name) {
		NodeProcess node = this.nodes.get(name);
		if (node == null) {
			throw new IllegalArgumentException(name);
		}
		return node;
	}

	/** Return the nodes as they were started last. */
	List<NodeProcess> all() {
		return List.copyOf(this.nodes.values());
	}

	List<NodeProcess> but(String name) {
		return this.nodes.values().stream().filter((node) -> !node.name().equals(name)).toList();
	}

	/** Return also those that were killed. */
	List<NodeProcess> everStarted() {
		return List.copyOf(this.everStarted);
	}

	/** Return the nodes of these names, which is also how a view is written. */
	List<NodeProcess> of(String names) {
		return List.of(names.split(",")).stream().map(this::node).toList();
	}

	/**
	 * Wait until some nodes have one view of just themselves.
	 * @return when the last one had it
	 */
	static long awaitOneView(Collection<NodeProcess> side) {
		String view = side.stream().map(NodeProcess::name).sorted().collect(Collectors.joining(","));
		return side.stream().mapToLong((node) -> node.awaitView(view)).max().orElseThrow();
	}

	/**
	 * Wait until each of some nodes has heard some more messages of each of the others.
	 * @param side the nodes
	 * @param messages how many
	 */
	static void awaitTalking(Collection<NodeProcess> side, int messages) {
		Map<String, Map<String, Long>> before = new TreeMap<>();
		side.forEach((node) -> before.put(node.name(), node.report()));
		for (NodeProcess node : side) {
			Map<String, Long> first = before.getOrDefault(node.name(), Map.of());
			Awaitility.await()
				.atMost(PATIENCE)
				.untilAsserted(() -> assertThat(node.report()).as("heard by " + node.name())
					.satisfies((heard) -> assertThat(side).filteredOn((other) -> other != node)
						.allSatisfy((other) -> assertThat(heard.getOrDefault(other.name(), 0L)).as(other.name())
							.isGreaterThanOrEqualTo(first.getOrDefault(other.name(), 0L) + messages))));
		}
	}

	/** Let nothing pass between two sides. */
	long cut(Collection<NodeProcess> one, Collection<NodeProcess> other) {
		return this.network.cut(hosts(one), hosts(other));
	}

	long heal() {
		return this.network.heal();
	}

	private List<NamespaceHost> hosts(Collection<NodeProcess> side) {
		return side.stream().map((node) -> host(node.name())).toList();
	}

	NamespaceHost host(String name) {
		return this.network.hosts().get(name.charAt(0) - 'a');
	}

	@Override
	public void close() {
		this.everStarted.forEach(NodeProcess::close);
		this.network.close();
	}

}
