package dev.muster.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.muster.ClusterNode;
import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MembershipListener;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.Topology;
import dev.muster.discovery.consul.ConsulDiscoveryStrategy;
import dev.muster.discovery.consul.ConsulSettings;
import dev.muster.discovery.dns.DnsDiscoveryStrategy;
import dev.muster.discovery.dns.DnsRecords;
import dev.muster.discovery.dns.DnsSettings;
import dev.muster.discovery.fixed.StaticDiscoveryStrategy;
import dev.muster.discovery.local.LocalDiscoveryStrategy;
import dev.muster.discovery.multicast.MulticastDiscoveryStrategy;
import dev.muster.discovery.multicast.MulticastSettings;
import dev.muster.transport.TransportSettings;
import dev.muster.transport.UdpSettings;

/**
 * A node in a process: says on standard output what happens, and does what standard input
 * says, one command a line: {@code publish TEXT}, {@code load MICROSECONDS BYTES},
 * {@code quiet}, {@code report}, {@code versions}, {@code statistics}, {@code refusals},
 * {@code topologies}, those of {@link PresenceLoad}, {@code stop}. Arguments: cluster
 * name, node name, discovery (several joined by {@code +}), bind address, bind port, and
 * {@code udp} if data is to be multicast.
 */
public final class TestNode {

	static final Duration FAILURE_DETECTION = Duration.ofSeconds(3);

	static final Duration MERGE_INTERVAL = Duration.ofSeconds(2);

	static final Duration DNS_INTERVAL = Duration.ofSeconds(1);

	private TestNode() {
	}

	/**
	 * Run a node until told to stop.
	 * @param args cluster name, node name, discovery, bind address, bind port, protocol
	 * @throws IOException if standard input breaks
	 */
	public static void main(String[] args) throws IOException {
		ClusterNode.Builder builder = ClusterNode.builder();
		for (String text : args[2].split("\\+")) {
			builder.topology(topology(text));
		}
		try (ClusterNode node = builder.clusterName(args[0])
			.nodeName(args[1])
			.transport(TransportSettings.defaults()
				.withBind(args[3], Integer.parseInt(args[4]), 0)
				.withFailureDetection(FAILURE_DETECTION, Duration.ofMillis(500), Duration.ofMillis(500))
				.withFormation(Duration.ofSeconds(2), Duration.ofSeconds(10), MERGE_INTERVAL, Duration.ofSeconds(1))
				.withUdp((args.length > 5 && args[5].equals("udp")) ? UdpSettings.defaults() : null))
			.build()) {
			node.cluster().addListener(new Reporter());
			node.pubSub()
				.subscribe("chat.**", String.class,
						(message) -> say("message " + message.sender().name() + " " + message.payload()));
			NumberedLoad load = new NumberedLoad(node, TestNode::say);
			PresenceLoad presence = new PresenceLoad(node.presence(), TestNode::say);
			long started = System.nanoTime();
			node.start();
			long jvm = ManagementFactory.getRuntimeMXBean().getStartTime();
			say("started " + node.cluster().self().port() + " " + (System.nanoTime() - started) / 1_000_000 + " "
					+ (System.currentTimeMillis() - jvm));
			obey(node, load, presence);
			load.close();
		}
		say("stopped");
	}

	private static void obey(ClusterNode node, NumberedLoad load, PresenceLoad presence) throws IOException {
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = in.readLine(); line != null && !line.equals("stop"); line = in.readLine()) {
			String[] words = line.split(" ");
			switch (words[0]) {
				case "publish" -> node.pubSub().publish("chat.test", line.substring(8));
				case "load" -> load.start(Long.parseLong(words[1]), Integer.parseInt(words[2]));
				case "quiet" -> load.stop();
				case "report" -> load.report();
				case "versions" -> say("versions " + words(node.cluster().view().members(),
						(member) -> member.name() + "="
								+ node.transport()
									.protocolVersions(member.id())
									.map((v) -> v.min() + "-" + v.max())
									.orElse("")));
				case "statistics" -> say("statistics unknown=" + node.transport().statistics().unknownFrames()
						+ " invalid=" + node.transport().statistics().invalidPackets() + " undecodable="
						+ node.pubSub().statistics().undecodable());
				case "refusals" -> say("refusals " + words(node.transport().refusals(), (refusal) -> refusal.reason()
						+ "/" + (refusal.byUs() ? "ours" : "theirs") + "=" + refusal.count()));
				case "topologies" -> node.discovery()
					.status()
					.forEach((status) -> say("topology " + status.topology() + " " + status.failures() + " "
							+ status.addresses().size() + " " + status.lastError()));
				case "track", "stir", "calm", "presence" -> presence.obey(words);
				default -> throw new IllegalArgumentException(line);
			}
		}
	}

	private static <T> String words(List<T> all, Function<T, String> word) {
		return all.stream().map(word).collect(Collectors.joining(" "));
	}

	private static Topology topology(String text) {
		DiscoveryStrategy strategy = discovery(text);
		Duration interval = (strategy instanceof DnsDiscoveryStrategy) ? DNS_INTERVAL : Topology.DEFAULT_POLL_INTERVAL;
		return new Topology(strategy.name(), strategy, interval);
	}

	private static DiscoveryStrategy discovery(String text) {
		String[] parts = text.split("=", 2);
		return switch (parts[0]) {
			case "local" -> new LocalDiscoveryStrategy(Path.of(parts[1]));
			case "static" -> new StaticDiscoveryStrategy(Arrays.asList(parts[1].split(",")), 7800);
			case "multicast" ->
				new MulticastDiscoveryStrategy(MulticastSettings.defaults().withNetworkInterface(parts[1]));
			case "dns" -> dns(parts[1].split(","));
			case "consul" ->
				new ReportingStrategy(
						new ConsulDiscoveryStrategy(
								ConsulSettings.defaults().withAgent(parts[1], ConsulSettings.DEFAULT_PORT)),
						TestNode::say);
			default -> throw new IllegalArgumentException(text);
		};
	}

	// Server, type of the records, name
	private static DnsDiscoveryStrategy dns(String[] parts) {
		return new DnsDiscoveryStrategy(
				DnsSettings.of(parts[2], DnsRecords.valueOf(parts[1]), 7800).withServers(List.of(parts[0])));
	}

	private static synchronized void say(String text) {
		System.out.println(System.nanoTime() + " " + text); // the clock of the machine,
															// not of the process
	}

	private static final class Reporter implements MembershipListener {

		@Override
		public void memberJoined(Member member, ClusterView view) {
			report("joined " + member.name(), view);
		}

		@Override
		public void memberLeft(Member member, Departure reason, ClusterView view) {
			report(((reason == Departure.LEFT) ? "left " : "failed ") + member.name(), view);
		}

		@Override
		public void viewsMerged(List<ClusterView> parts, ClusterView merged) {
			report("merged " + parts.size(), merged);
		}

		private void report(String event, ClusterView view) {
			say(event);
			say("coordinator " + view.coordinator().name());
			say("view " + view.members().stream().map(Member::name).sorted().collect(Collectors.joining(",")));
		}

	}

}
