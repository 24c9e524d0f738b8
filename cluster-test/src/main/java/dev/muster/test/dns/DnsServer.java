package dev.muster.test.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.muster.test.netns.NamespaceHost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A name server for one zone: dnsmasq, as a process of its own, whose records can be
 * changed while it runs, and which can be paused. What is asked of other zones it
 * refuses.
 *
 * <p>
 * Needs the program {@code dnsmasq}. Where it is missing the test that asks for it is
 * skipped and says how to get it; with {@code -Dmuster.dnsmasq=required} it fails
 * instead.
 *
 * <p>
 * Not for use by several threads at a time.
 */
public final class DnsServer implements AutoCloseable {

	/**
	 * System property that says whether tests may be skipped: {@code required} if not.
	 */
	public static final String PROPERTY = "muster.dnsmasq";

	private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/dnsmasq"), Path.of("/usr/local/sbin/dnsmasq"),
			Path.of("/usr/bin/dnsmasq"), Path.of("/opt/homebrew/sbin/dnsmasq"));

	private static final int TRIES = 5;

	private static final int PORT = 53;

	private final String zone;

	private final @Nullable NamespaceHost host;

	private final Path program;

	private final Path directory;

	private final Map<String, List<String>> addresses = new TreeMap<>();

	private final Map<String, List<Service>> services = new TreeMap<>();

	private String address = "";

	private int port;

	private boolean refusing;

	private @Nullable DnsmasqProcess process;

	private String configuration = "";

	private DnsServer(String zone, @Nullable NamespaceHost host, Path program) {
		this.zone = zone;
		this.host = host;
		this.program = program;
		try {
			this.directory = Files.createTempDirectory("muster-dns");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Start a server on loopback, at a free port, or skip the running test if that is not
	 * possible here.
	 * @param zone the zone, such as {@code cluster.test}
	 * @return a server without records
	 */
	public static DnsServer start(String zone) {
		return start(zone, null);
	}

	/**
	 * Start a server on a host, at port 53, or skip the running test if that is not
	 * possible here.
	 * @param zone the zone, such as {@code cluster.test}
	 * @param host the host
	 * @return a server without records
	 */
	public static DnsServer start(String zone, @Nullable NamespaceHost host) {
		Path program = PLACES.stream().filter(Files::isExecutable).findFirst().orElse(null);
		if (program == null) {
			String message = "There is no dnsmasq here: apt-get install dnsmasq-base";
			if ("required".equals(System.getProperty(PROPERTY))) {
				throw new IllegalStateException(message);
			}
			System.out.println("SKIPPED: " + message); // reports often hide the reason
			Assumptions.abort(message);
			throw new IllegalStateException(message); // never comes here
		}
		DnsServer server = new DnsServer(zone, host, program);
		try {
			server.start();
			return server;
		}
		catch (Throwable ex) {
			server.close();
			throw ex;
		}
	}

	private void start() {
		if (this.host != null) {
			this.address = this.host.address();
			this.port = PORT;
			apply();
			return;
		}
		this.address = "127.0.0.1";
		for (int i = 1;; i++) {
			this.port = freePort();
			try {
				apply();
				return;
			}
			catch (IllegalStateException ex) {
				if (i == TRIES) { // somebody else took the port that was free just now
					throw ex;
				}
			}
		}
	}

	private static int freePort() {
		InetAddress loopback = InetAddress.getLoopbackAddress();
		try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
				DatagramSocket udp = new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()))) {
			return udp.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return where the server listens.
	 * @return literal address and port
	 */
	public String address() {
		return this.address + ":" + this.port;
	}

	/**
	 * Return a name in the server's zone.
	 * @param label what stands before the zone
	 * @return the whole name
	 */
	public String name(String label) {
		return label + "." + this.zone;
	}

	/**
	 * Replace the addresses of a name. In effect when this returns.
	 * @param label the name below the zone
	 * @param literals IPv4 and IPv6 addresses; none to remove the name
	 */
	public void addresses(String label, Collection<String> literals) {
		this.addresses.put(name(label), List.copyOf(literals));
		apply();
	}

	/**
	 * Replace the services of a name. In effect when this returns.
	 * @param label the name below the zone, such as {@code _muster._tcp}
	 * @param services where the services are; none to remove the name
	 */
	public void services(String label, Collection<Service> services) {
		this.services.put(name(label), List.copyOf(services));
		apply();
	}

	/**
	 * Answer every question with REFUSED, or no longer. In effect when this returns.
	 * @param refuse whether to
	 */
	public void refuse(boolean refuse) {
		this.refusing = refuse;
		apply();
	}

	/**
	 * Let the server hang: it is there, and does not answer.
	 */
	public void pause() {
		running().signal("STOP");
	}

	/**
	 * Let the server go on. It answers what it was asked meanwhile.
	 */
	public void resume() {
		running().signal("CONT");
	}

	/**
	 * End the server: nothing listens any more.
	 */
	public void stop() {
		if (this.process != null) {
			this.process.close();
			this.process = null;
		}
	}

	/**
	 * Start the server again, with the records that it had.
	 */
	public void restart() {
		stop();
		apply();
	}

	private DnsmasqProcess running() {
		if (this.process == null) {
			throw new IllegalStateException("The server does not run");
		}
		return this.process;
	}

	private void apply() {
		List<String> hosts = new ArrayList<>();
		this.addresses.forEach((name, literals) -> literals.forEach((literal) -> hosts.add(literal + " " + name)));
		String wanted = configuration();
		write("hosts", String.join("\n", hosts) + "\n");
		if (this.process != null && wanted.equals(this.configuration)) {
			this.process.signal("HUP");
			this.process.await("read " + this.directory.resolve("hosts"));
			return;
		}
		stop();
		write("configuration", wanted);
		this.configuration = wanted;
		DnsmasqProcess started = DnsmasqProcess.start((this.host != null) ? this.host.launcher() : List.of(),
				this.program, this.directory.resolve("configuration"));
		this.process = started;
		started.await("started");
		if (!this.refusing) {
			started.await("read " + this.directory.resolve("hosts"));
		}
	}

	private String configuration() {
		StringBuilder text = new StringBuilder();
		// A zone that it is not told about has no server, and so it refuses
		List<String> lines = new ArrayList<>(List.of("listen-address=" + this.address, "port=" + this.port,
				"bind-interfaces", "no-resolv", "no-hosts", "pid-file=", "user=" + System.getProperty("user.name")));
		if (!this.refusing) {
			lines.add("local=/" + this.zone + "/");
			lines.add("addn-hosts=" + this.directory.resolve("hosts"));
			this.services.forEach((name, all) -> all
				.forEach((service) -> lines.add("srv-host=" + name + "," + service.host() + "," + service.port())));
		}
		lines.forEach((line) -> text.append(line).append('\n'));
		return text.toString();
	}

	private void write(String file, String text) {
		try {
			Files.writeString(this.directory.resolve(file), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		stop();
		try {
			Files.deleteIfExists(this.directory.resolve("hosts"));
			Files.deleteIfExists(this.directory.resolve("configuration"));
			Files.deleteIfExists(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Where a service is.
	 *
	 * @param host whole name of the host
	 * @param port TCP port
	 */
	public record Service(String host, int port) {
	}

}
