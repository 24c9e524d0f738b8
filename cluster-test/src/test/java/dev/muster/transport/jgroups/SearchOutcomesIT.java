package dev.muster.transport.jgroups;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryService;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;
import dev.muster.discovery.Topology;
import dev.muster.test.tls.RenewableTlsSource;
import dev.muster.test.tls.SelfSignedCertificate;
import dev.muster.transport.Refusal;
import dev.muster.transport.SearchOptions;
import dev.muster.transport.SearchedAddress;
import dev.muster.transport.SearchedAddress.Outcome;
import dev.muster.transport.SharedSecret;
import dev.muster.transport.TransportSecurity;
import dev.muster.transport.TransportSettings;
import dev.muster.transport.jgroups.netty.LinkListener;
import dev.muster.transport.jgroups.netty.LinkSecurity;
import dev.muster.transport.jgroups.netty.LinkSettings;
import dev.muster.transport.jgroups.netty.Links;
import io.netty.buffer.ByteBuf;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * "Why did my nodes not find each other?": a node among real others tells what became of
 * each address that it was given.
 */
class SearchOutcomesIT {

	private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	private static final TransportSecurity SECRET = new TransportSecurity.Secret(
			SharedSecret.of("a secret that the others do not have"));

	private final Deque<AutoCloseable> open = new ArrayDeque<>();

	@AfterEach
	void close() throws Exception {
		while (!this.open.isEmpty()) {
			this.open.pop().close();
		}
	}

	@Test
	void eachAddressHasItsOutcome() throws Exception {
		TransportSecurity tls = new TransportSecurity.Tls(certificates(), false);
		String member = start("shop", "member", TransportSecurity.NONE, List.of());
		String otherCluster = start("another", "stranger", TransportSecurity.NONE, List.of());
		String otherSecret = start("shop", "secretive", SECRET, List.of());
		String encrypted = start("shop", "encrypted", tls, List.of());
		String otherVersion = speakerOfOtherVersions();
		String closed = closedPort();
		String silent = silentListener();
		String blackHole = fullBacklog();
		String website = website();
		String unknown = "nobody-has-this-name.invalid:7800";
		JGroupsTransport node = transport("shop", "node", TransportSecurity.NONE, settings(), List.of(member,
				otherCluster, otherSecret, encrypted, otherVersion, closed, silent, blackHole, website, unknown));
		node.start();
		assertOutcome(node, member, Outcome.MEMBER, "");
		assertOutcome(node, otherCluster, Outcome.OTHER_CLUSTER, "its cluster has another name than 'shop'");
		assertOutcome(node, otherSecret, Outcome.UNAUTHENTICATED, "another shared secret");
		assertOutcome(node, encrypted, Outcome.UNENCRYPTED, "");
		assertOutcome(node, otherVersion, Outcome.OTHER_PROTOCOL, "none of the protocol versions 1 to 1");
		assertOutcome(node, closed, Outcome.CONNECTION_REFUSED, "nobody listens");
		assertOutcome(node, silent, Outcome.TIMED_OUT, "");
		assertOutcome(node, blackHole, Outcome.TIMED_OUT, "");
		assertOutcome(node, website, Outcome.GARBAGE, "");
		assertOutcome(node, unknown, Outcome.UNRESOLVABLE, "no address of that name");
		assertOutcome(node, text(node), Outcome.SELF, "");
		assertThat(node.view().size()).isEqualTo(2);
		assertThat(node.search().missing()).hasSize(9);
		assertThat(node.search().describeMissing()).contains(closed + " (connection refused: nobody listens there)")
			.doesNotContain(member);
	}

	@Test
	void aNodeWithTlsTellsWhoHasAnotherCertificateAndWhoHasNone() throws Exception {
		String plain = start("shop", "plain", TransportSecurity.NONE, List.of());
		String distrusted = start("shop", "distrusted", new TransportSecurity.Tls(certificates(), false), List.of());
		JGroupsTransport node = transport("shop", "node", new TransportSecurity.Tls(certificates(), false), settings(),
				List.of(plain, distrusted));
		node.start();
		assertOutcome(node, plain, Outcome.UNENCRYPTED, "");
		assertOutcome(node, distrusted, Outcome.UNAUTHENTICATED, "");
	}

	@Test
	void anotherAddressOfANodeIsNotTakenForAPeer() throws Exception {
		int port;
		try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
			port = free.getLocalPort();
		}
		String alias = "127.0.0.1:" + port;
		JGroupsTransport node = transport("shop", "node", TransportSecurity.NONE,
				settings().withBind("127.0.0.1", port, 0).withExternal("127.0.0.2", 0), List.of(alias));
		node.start();
		assertOutcome(node, alias, Outcome.SELF, "");
		assertOutcome(node, "127.0.0.2:" + port, Outcome.SELF, "");
		assertThat(node.view().size()).isOne();
	}

	@Test
	void aStrangerIsAskedLessAndLessOftenWhileOthersAreAskedOn() throws Exception {
		String stranger = start("another", "stranger", TransportSecurity.NONE, List.of());
		String closed = closedPort();
		JGroupsTransport node = transport(
				"shop", "node", TransportSecurity.NONE, settings().withFormation(Duration.ofSeconds(2),
						Duration.ofSeconds(10), Duration.ofMillis(200), Duration.ofSeconds(1)),
				List.of(stranger, closed));
		node.start();
		long asked = address(node, closed).attempts();
		await("20 more attempts").until(() -> address(node, closed).attempts() > asked + 20);
		SearchedAddress spared = address(node, stranger);
		assertThat(spared.outcome()).isEqualTo(Outcome.OTHER_CLUSTER);
		assertThat(spared.attempts()).isLessThan(8);
		assertThat(spared.nextAttempt()).isNotNull().isAfter(spared.lastAttempt());
	}

	@Test
	void whenAStrangerIsReplacedByAPeerThenItIsFound() throws Exception {
		JGroupsTransport stranger = transport("another", "stranger", TransportSecurity.NONE, settings(), List.of());
		stranger.start();
		String address = text(stranger);
		JGroupsTransport node = transport("shop", "node", TransportSecurity.NONE,
				settings().withSearch(SearchOptions.defaults().withStrangerRetryInterval(Duration.ofMillis(500))),
				List.of(address));
		node.start();
		assertOutcome(node, address, Outcome.OTHER_CLUSTER, "");
		int port = stranger.self().port();
		stranger.stop();
		JGroupsTransport peer = transport("shop", "peer", TransportSecurity.NONE,
				settings().withBind("127.0.0.1", port, 0), List.of());
		peer.start();
		await("two members").until(() -> node.view().size() == 2);
		assertOutcome(node, address, Outcome.MEMBER, "");
	}

	@Test
	void someSecondsAfterTheStartALineSumsItUp() throws Exception {
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger(SearchReport.class);
		appender.start();
		logger.addAppender(appender);
		logger.setLevel(Level.INFO);
		this.open.push(() -> {
			logger.detachAppender(appender);
			logger.setLevel(null);
		});
		String closed = closedPort();
		JGroupsTransport node = transport("shop", "node", TransportSecurity.NONE,
				settings().withSearch(SearchOptions.defaults().withReportAfter(Duration.ofSeconds(3))),
				List.of(closed));
		node.start();
		await("the line").until(() -> !appender.list.isEmpty());
		assertThat(appender.list).map(ILoggingEvent::getFormattedMessage)
			.containsExactly("Discovery: topology 'given' (listed) lists 1 address(es); no member at " + closed
					+ " (connection refused: nobody listens there); what becomes of each address is told by the"
					+ " endpoint clusterdiscovery");
	}

	private static void assertOutcome(JGroupsTransport node, String address, Outcome outcome, String detail) {
		await(address + " to be " + outcome)
			.untilAsserted(() -> assertThat(address(node, address)).satisfies((found) -> {
				assertThat(found.outcome()).as(found.detail()).isEqualTo(outcome);
				assertThat(found.detail()).contains(detail);
			}));
	}

	private static SearchedAddress address(JGroupsTransport node, String address) {
		return node.search()
			.addresses()
			.stream()
			.filter((known) -> known.address().equals(address))
			.findFirst()
			.orElseThrow();
	}

	private String start(String cluster, String name, TransportSecurity security, List<String> addresses) {
		JGroupsTransport transport = transport(cluster, name, security, settings(), addresses);
		transport.start();
		return text(transport);
	}

	private JGroupsTransport transport(String cluster, String name, TransportSecurity security,
			TransportSettings settings, List<String> addresses) {
		DiscoveryService discovery = addresses.isEmpty() ? DiscoveryService.of(List.of())
				: DiscoveryService.of(List.of(new Topology("given", new Listed(addresses))));
		JGroupsTransport transport = new JGroupsTransport(cluster, name, Map.of(), settings.withSecurity(security),
				discovery);
		this.open.push(transport::stop);
		return transport;
	}

	private static RenewableTlsSource certificates() {
		return new RenewableTlsSource(SelfSignedCertificate.create());
	}

	private static TransportSettings settings() {
		return JGroupsTransportContractIT.settings();
	}

	private static String text(JGroupsTransport transport) {
		return new PeerAddress(transport.self().host(), transport.self().port()).toString();
	}

	private static String text(ServerSocket socket) {
		return "127.0.0.1:" + socket.getLocalPort();
	}

	private static String closedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
			return text(socket);
		}
	}

	// The kernel takes connections, and nobody ever says a word
	private String silentListener() throws IOException {
		ServerSocket socket = new ServerSocket(0, 50, LOOPBACK);
		this.open.push(socket);
		return text(socket);
	}

	// The kernel answers no further connection: as where packets vanish
	private String fullBacklog() throws IOException {
		ServerSocket socket = new ServerSocket(0, 1, LOOPBACK);
		this.open.push(socket);
		List<Socket> waiting = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Socket client = new Socket();
			this.open.push(client);
			waiting.add(client);
			try {
				client.connect(socket.getLocalSocketAddress(), 200);
			}
			catch (IOException ex) {
				break; // it is full
			}
		}
		assertThat(waiting).as("the backlog can be filled").hasSizeLessThan(4);
		return text(socket);
	}

	private String website() throws IOException {
		ServerSocket socket = new ServerSocket(0, 50, LOOPBACK);
		this.open.push(socket);
		Thread thread = new Thread(() -> {
			while (!socket.isClosed()) {
				try (Socket client = socket.accept()) {
					client.getInputStream().read();
					client.getOutputStream()
						.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
					client.shutdownOutput();
					client.getInputStream().readAllBytes();
				}
				catch (IOException ex) {
					continue; // the client has seen enough, or the test is over
				}
			}
		}, "website");
		thread.setDaemon(true);
		thread.start();
		return text(socket);
	}

	private String speakerOfOtherVersions() throws IOException {
		LinkSettings settings = LinkSettings.defaults(new LinkSettings.Protocol("shop", 7, 9, 0));
		Links links = new Links(settings, new LinkSecurity.Plain(), new Indifferent());
		this.open.push(links);
		InetSocketAddress address = links.bind(LOOPBACK, 0, 0);
		links.announce(address);
		return "127.0.0.1:" + address.getPort();
	}

	private static ConditionFactory await(String what) {
		return Awaitility.await(what).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
	}

	/**
	 * Lists addresses, and never this node: unlike a static list it lets a node found a
	 * cluster that it is not in.
	 *
	 * @param addresses the addresses
	 */
	private record Listed(Set<PeerAddress> addresses) implements DiscoveryStrategy {

		Listed(List<String> addresses) {
			this(addresses.stream()
				.map((address) -> PeerAddress.parse(address, TransportSettings.DEFAULT_PORT))
				.collect(Collectors.toSet()));
		}

		@Override
		public String name() {
			return "listed";
		}

		@Override
		public void start(DiscoveryContext context) {
		}

		@Override
		public Set<PeerAddress> discover() {
			return this.addresses;
		}

	}

	/**
	 * Does nothing.
	 */
	private static final class Indifferent implements LinkListener {

		@Override
		public void frame(InetSocketAddress peer, ByteBuf frame) {
		}

		@Override
		public void absent(InetSocketAddress address) {
		}

		@Override
		public void unreached(InetSocketAddress address, Unreached reason, String detail) {
		}

		@Override
		public void closed(InetSocketAddress address) {
		}

		@Override
		public void refused(InetSocketAddress address, Refusal.Reason reason, boolean byUs, String detail) {
		}

		@Override
		public void invalid(String host, String reason) {
		}

		@Override
		public void unknownFrame() {
		}

	}

}
