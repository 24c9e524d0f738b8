package dev.muster.test.netns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import dev.muster.test.netns.SystemCommand.CommandFailedException;
import org.junit.jupiter.api.Assumptions;

/**
 * Hosts for processes of a test: network namespaces of this machine, each with an address
 * of its own, on a bridge in one more namespace. The machine's own network is neither
 * touched nor reached. Multicast works between the hosts.
 *
 * <p>
 * A {@linkplain #cut cut} drops packets silently, as a broken switch does: nobody gets an
 * error. {@link #observer()} is a host that sees all others whatever is cut.
 *
 * <p>
 * Needs Linux, root, iproute2 and nftables. Where they are missing the test that asks for
 * them is skipped and says how to get them; with {@code -Dmuster.namespaces=required} it
 * fails instead. Several runs at a time do not meet; what a killed run left behind is
 * removed by the next one.
 *
 * <p>
 * Not for use by several threads at a time.
 */
public final class NetworkNamespaces implements AutoCloseable {

	/**
	 * System property that says whether tests may be skipped: {@code required} if not.
	 */
	public static final String PROPERTY = "muster.namespaces";

	private static final String SUBNET = "10.77.0.";

	private static final int MAX_HOSTS = 250;

	private static final AtomicInteger NUMBER = new AtomicInteger();

	// ARP passes: a host that cannot be resolved is an error that a real network does not
	// give
	private static final String RULES = """
			table bridge muster {
				set cut { type ifname . ifname; }
				chain forward {
					type filter hook forward priority 0; policy accept;
					iifname . oifname @cut ether type != arp drop
				}
			}
			""";

	private final String prefix;

	private final NamespaceHost observer;

	private final List<NamespaceHost> hosts = new ArrayList<>();

	private final Thread closing = new Thread(this::remove, "remove network namespaces");

	private NetworkNamespaces(String prefix) {
		this.prefix = prefix;
		this.observer = new NamespaceHost(prefix + "bridge", "br0", SUBNET + "254", "");
	}

	/**
	 * Create hosts, or skip the running test if that is not possible here.
	 * @param hosts how many
	 * @return the hosts, reaching one another
	 */
	public static NetworkNamespaces create(int hosts) {
		if (hosts < 1 || hosts > MAX_HOSTS) {
			throw new IllegalArgumentException("1 to " + MAX_HOSTS + " hosts are possible, not " + hosts);
		}
		NetworkNamespaces result = new NetworkNamespaces(NamespaceOwner.self().prefix(NUMBER.incrementAndGet()));
		Runtime.getRuntime().addShutdownHook(result.closing);
		try {
			result.bridgeOrSkip();
			for (int i = 1; i <= hosts; i++) {
				result.addHost(i);
			}
			return result;
		}
		catch (Throwable ex) {
			result.close();
			throw ex;
		}
	}

	private void bridgeOrSkip() {
		try {
			if (!isRoot()) {
				throw new CommandFailedException("this user is not root");
			}
			NamespaceOwner.removeLeftovers();
			bridge();
		}
		catch (CommandFailedException ex) {
			String message = "No network namespaces here (" + ex.getMessage()
					+ "): run as root with iproute2 and nftables installed: apt-get install iproute2 nftables";
			if ("required".equals(System.getProperty(PROPERTY))) {
				throw new IllegalStateException(message, ex);
			}
			System.out.println("SKIPPED: " + message); // reports often hide the reason
			Assumptions.abort(message);
		}
	}

	private void bridge() {
		String bridge = this.observer.name();
		SystemCommand.run("ip", "netns", "add", bridge);
		// With snooping the bridge would forget after minutes who listens to multicast
		batch(bridge, "link add br0 type bridge mcast_snooping 0 stp_state 0 forward_delay 0",
				"link set br0 addrgenmode none", "addr add " + this.observer.address() + "/24 dev br0",
				"link set br0 up", "link set lo up");
		SystemCommand.feed(RULES, "ip", "netns", "exec", bridge, "nft", "-f", "-");
	}

	private void addHost(int number) {
		NamespaceHost host = new NamespaceHost(this.prefix + number, "eth0", SUBNET + number, "port" + number);
		SystemCommand.run("ip", "netns", "add", host.name());
		SystemCommand.run("ip", "link", "add", "eth0", "netns", host.name(), "type", "veth", "peer", "name",
				host.port(), "netns", this.observer.name());
		batch(this.observer.name(), "link set " + host.port() + " addrgenmode none",
				"link set " + host.port() + " master br0 up");
		batch(host.name(), "link set lo up", "link set eth0 addrgenmode none",
				"addr add " + host.address() + "/24 dev eth0", "link set eth0 up", "route add 224.0.0.0/4 dev eth0");
		this.hosts.add(host);
	}

	private static void batch(String namespace, String... lines) {
		SystemCommand.feed(String.join("\n", lines) + "\n", "ip", "-n", namespace, "-batch", "-");
	}

	private static boolean isRoot() {
		try {
			return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
		}
		catch (IOException | UnsupportedOperationException ex) {
			return false; // not Linux
		}
	}

	/**
	 * Return the hosts.
	 * @return the hosts, in the order of their addresses
	 */
	public List<NamespaceHost> hosts() {
		return List.copyOf(this.hosts);
	}

	/**
	 * Return the bridge's own host, which nothing cuts from the others: for what looks at
	 * them, not for one of them.
	 * @return the host
	 */
	public NamespaceHost observer() {
		return this.observer;
	}

	/**
	 * Let nothing pass between two groups, in either direction. Adds to earlier cuts, and
	 * takes effect for all pairs at the same moment.
	 * @param one some hosts
	 * @param other other hosts
	 * @return when it took effect, in terms of {@link System#nanoTime()}
	 */
	public long cut(Collection<NamespaceHost> one, Collection<NamespaceHost> other) {
		String pairs = one.stream()
			.flatMap((a) -> other.stream().flatMap((b) -> List.of(pair(a, b), pair(b, a)).stream()))
			.collect(Collectors.joining(", "));
		return rules("add element bridge muster cut { " + pairs + " }");
	}

	private static String pair(NamespaceHost from, NamespaceHost to) {
		return from.port() + " . " + to.port();
	}

	/**
	 * Undo all cuts.
	 * @return when it took effect, in terms of {@link System#nanoTime()}
	 */
	public long heal() {
		return rules("flush set bridge muster cut");
	}

	private long rules(String change) {
		SystemCommand.run("ip", "netns", "exec", this.observer.name(), "nft", change);
		return System.nanoTime();
	}

	/**
	 * Kill what runs on the hosts and remove them.
	 */
	@Override
	public void close() {
		remove();
		try {
			Runtime.getRuntime().removeShutdownHook(this.closing);
		}
		catch (IllegalStateException ex) {
			return; // the machine shuts down, and the hook does the same
		}
	}

	private void remove() {
		NamespaceOwner.remove((name) -> name.startsWith(this.prefix));
	}

}
