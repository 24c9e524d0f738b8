package dev.muster.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.muster.ClusterNode;
import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MembershipListener;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.fixed.StaticDiscoveryStrategy;
import dev.muster.discovery.local.LocalDiscoveryStrategy;
import dev.muster.transport.TransportSettings;
import org.jspecify.annotations.Nullable;

/**
 * A node without an application, or a process without a node. Arguments: cluster, name,
 * discovery ({@code none}, {@code local=directory} or {@code static=addresses}), port,
 * whether to use virtual threads. All settings of the node are the defaults.
 */
public final class NodeWorker {

	/** Instead of a discovery: there shall be no node. */
	public static final String NO_NODE = "none";

	/** What is told of a view that somebody joined. */
	public static final String JOINED = "JOINED";

	private NodeWorker() {
	}

	/**
	 * Follow orders.
	 * @param args as above
	 * @throws Exception if something fails
	 */
	public static void main(String[] args) throws Exception {
		boolean virtualThreads = Boolean.parseBoolean(args[4]);
		ClusterNode node = args[2].equals(NO_NODE) ? null
				: start(args[0], args[1], discovery(args[2]), Integer.parseInt(args[3]), virtualThreads);
		Orders.follow((words) -> {
			switch (words[0]) {
				case "measure" -> measure();
				case "threads" -> threads();
				default -> throw new IllegalArgumentException(words[0]);
			}
		});
		stop(node);
	}

	private static ClusterNode start(String cluster, String name, DiscoveryStrategy discovery, int port,
			boolean virtualThreads) {
		ClusterNode node = ClusterNode.builder()
			.clusterName(cluster)
			.nodeName(name)
			.discovery(discovery)
			.transport(TransportSettings.defaults().withBind("127.0.0.1", port, 0))
			.virtualThreads(virtualThreads)
			.build();
		node.cluster().addListener(new ViewTeller());
		long before = System.nanoTime();
		node.start();
		long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
		Told.tell("started", millis, node.cluster().view().members().size());
		return node;
	}

	private static void stop(@Nullable ClusterNode node) {
		if (node != null) {
			Told.tell("stopping");
			node.close();
			Told.tell("stopped");
		}
	}

	private static DiscoveryStrategy discovery(String text) {
		String[] parts = text.split("=", 2);
		return switch (parts[0]) {
			case "local" -> new LocalDiscoveryStrategy(Path.of(parts[1]));
			case "static" -> new StaticDiscoveryStrategy(List.of(parts[1].split(",")), TransportSettings.DEFAULT_PORT);
			default -> throw new IllegalArgumentException(text + ": local and static are possible");
		};
	}

	private static void measure() throws IOException, InterruptedException {
		MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
		long heap = Long.MAX_VALUE;
		CountDownLatch never = new CountDownLatch(1);
		for (int i = 0; i < 5; i++) {
			memory.gc();
			heap = Math.min(heap, memory.getHeapMemoryUsage().getUsed());
			// what is cleaned up by a thread that the collector wakes goes next time
			boolean ended = never.await(100, TimeUnit.MILLISECONDS);
			assert !ended;
		}
		Told.tell("measured", heap, ManagementFactory.getThreadMXBean().getThreadCount(),
				ManagementFactory.getThreadMXBean().getPeakThreadCount(), residentSize(),
				memory.getNonHeapMemoryUsage().getUsed());
	}

	/** Names of the threads, without what makes them different. */
	private static void threads() {
		TreeMap<String, Integer> names = new TreeMap<>();
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			names.merge(thread.getName().replaceAll("[0-9]+", "N").replace(' ', '_'), 1, Integer::sum);
		}
		Told.tell("threads", names.toString().replace(" ", ""));
	}

	// Linux only: what the process has in memory, in bytes
	private static long residentSize() throws IOException {
		Path status = Path.of("/proc/self/status");
		if (Files.isReadable(status)) {
			for (String line : Files.readAllLines(status)) {
				if (line.startsWith("VmRSS:")) {
					return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
				}
			}
		}
		return -1;
	}

	private static final class ViewTeller implements MembershipListener {

		@Override
		public void memberJoined(Member member, ClusterView view) {
			Told.tell("view", view.members().size(), JOINED);
		}

		@Override
		public void memberLeft(Member member, Departure reason, ClusterView view) {
			Told.tell("view", view.members().size(), reason);
		}

		@Override
		public void viewsMerged(List<ClusterView> parts, ClusterView merged) {
			Told.tell("merged", parts.size());
		}

	}

}
