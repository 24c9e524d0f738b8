package dev.muster.transport.jgroups;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.muster.DuplicateNodeNameException;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.discovery.PeerAddress;
import dev.muster.transport.InvalidTransportSettingException;
import dev.muster.transport.LinkOptions;
import dev.muster.transport.LinkStatus;
import dev.muster.transport.PortInUseException;
import dev.muster.transport.TransportException;
import dev.muster.transport.TransportSettings;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the contract does not say: addresses, ports, and how a cluster forms.
 */
class JGroupsTransportIT {

	private final SharedDiscovery discovery = new SharedDiscovery();

	private final List<JGroupsTransport> transports = new ArrayList<>();

	@AfterEach
	void stopAll() {
		this.transports.forEach(JGroupsTransport::stop);
	}

	@Test
	void whenThePortIsTakenThenStartFailsAndNamesIt() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			JGroupsTransport transport = transport("a", settings("127.0.0.1", taken.getLocalPort(), 0));
			assertThatExceptionOfType(PortInUseException.class).isThrownBy(transport::start).satisfies((ex) -> {
				assertThat(ex.address()).isEqualTo("127.0.0.1");
				assertThat(ex.firstPort()).isEqualTo(taken.getLocalPort());
				assertThat(ex.lastPort()).isEqualTo(taken.getLocalPort());
			});
			assertThat(transport.isRunning()).isFalse();
		}
	}

	@Test
	void whenThePortIsTakenThenTheNextOfTheRangeIsBound() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			int port = Math.min(taken.getLocalPort(), 65535 - 20);
			JGroupsTransport transport = transport("a", settings("127.0.0.1", port, 20));
			transport.start();
			assertThat(transport.self().port()).isBetween(port, port + 20).isNotEqualTo(taken.getLocalPort());
		}
	}

	@Test
	void whenTheBindAddressIsNotOfThisMachineThenStartFailsAndNamesTheProperty() {
		assertRefused("192.0.2.1", "is no address of this machine");
		assertRefused("0.0.0.0", "is every address");
	}

	private void assertRefused(String address, String text) {
		assertThatExceptionOfType(InvalidTransportSettingException.class)
			.isThrownBy(() -> transport("a", settings(address, 0, 0)).start())
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("muster.transport.bind-address"))
			.withMessageContaining(text);
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "Only Linux has all of 127.0.0.0/8 without being told")
	void whenBoundToAnotherLoopbackAddressThenMembersFindEachOther() throws Exception {
		JGroupsTransport first = transport("a", settings("127.0.0.2", 0, 0));
		JGroupsTransport second = transport("b", settings("127.0.0.3", 0, 0));
		first.start();
		second.start();
		awaitSize(2, first, second);
		assertThat(first.self().host()).isEqualTo("127.0.0.2");
	}

	@Test
	void itTellsWhatProtocolEachMemberSpeaksAndWhichChannelsAreOpen() throws Exception {
		JGroupsTransport first = transport("a", settings("127.0.0.1", 0, 0));
		JGroupsTransport second = transport("b", settings("127.0.0.1", 0, 0));
		first.openChannel(9, (sender, frame) -> {
		});
		first.openChannel(7, (sender, frame) -> {
		});
		first.start();
		second.start();
		awaitSize(2, first, second);
		MemberId gone = second.self().id();
		assertThat(first.protocolVersions(first.self().id())).hasValue(Hello.VERSIONS);
		assertThat(first.protocolVersions(gone)).hasValue(Hello.VERSIONS);
		assertThat(first.channels()).containsExactly(7, 9);
		second.stop();
		awaitSize(1, first);
		assertThat(first.protocolVersions(gone)).isEmpty();
	}

	@Test
	void whenBoundToIpv6ThenMembersFindEachOther() throws Exception {
		InetAddress loopback = Inet6Address.getByName("::1");
		Assumptions.assumeTrue(NetworkInterface.getByInetAddress(loopback) != null,
				"This machine has no IPv6 loopback address: enable IPv6 to run this test");
		JGroupsTransport first = transport("a", settings("::1", 0, 0));
		JGroupsTransport second = transport("b", settings("::1", 0, 0));
		first.start();
		second.start();
		awaitSize(2, first, second);
		assertThat(first.self().host()).isEqualTo(loopback.getHostAddress());
	}

	@Test
	void whenEachIsBehindAPortThatIsMappedThenMembersReachEachOtherByIt() throws Exception {
		try (Forwarder first = new Forwarder(freePort()); Forwarder second = new Forwarder(freePort())) {
			JGroupsTransport one = transport("a", mapped(first));
			JGroupsTransport two = transport("b", mapped(second));
			Queue<Integer> received = new ConcurrentLinkedQueue<>();
			two.openChannel(9, (from, frame) -> received.add(frame.length));
			one.start();
			two.start();
			awaitSize(2, one, two);
			assertThat(one.view().members()).extracting(Member::port)
				.containsExactlyInAnyOrder(first.port(), second.port());
			one.send(two.self().id(), 9, new byte[7]);
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> received.contains(7));
			assertThat(first.connections() + second.connections()).isPositive();
		}
	}

	private static TransportSettings mapped(Forwarder forwarder) {
		return settings("127.0.0.1", forwarder.target(), 0).withExternal("127.0.0.1", forwarder.port());
	}

	// Somebody may take it meanwhile: then the test fails and says that the port is taken
	private static int freePort() throws IOException {
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			return free.getLocalPort();
		}
	}

	@Test
	void whenACandidateIsGivenByANameThenItIsFoundUnderWhicheverOfItsAddressesItListens() throws Exception {
		JGroupsTransport first = transport("a", settings("127.0.0.1", 0, 0));
		first.start();
		SharedDiscovery names = new SharedDiscovery();
		names.add(new PeerAddress("localhost", first.self().port()));
		names.add(new PeerAddress("no-such-host.invalid", first.self().port()));
		JGroupsTransport second = new JGroupsTransport("it", "b", Map.of(), settings("127.0.0.1", 0, 0),
				names.service());
		this.transports.add(second);
		second.start();
		awaitSize(2, first, second);
	}

	@Test
	void whenQueuesAreSmallThenASenderWaitsAndNothingIsDropped() {
		TransportSettings small = settings("127.0.0.1", 0, 0)
			.withLinks(LinkOptions.defaults().withQueue(256, 1024 * 1024));
		JGroupsTransport sender = transport("a", small);
		JGroupsTransport receiver = transport("b", small);
		Queue<Integer> received = new ConcurrentLinkedQueue<>();
		receiver.openChannel(9, (from, frame) -> received.add(ByteBuffer.wrap(frame).getInt()));
		sender.start();
		receiver.start();
		awaitSize(2, sender, receiver);
		int count = 1000;
		for (int i = 0; i < count; i++) {
			sender.broadcast(9, ByteBuffer.allocate((i % 10 == 0) ? 200_000 : 10_000).putInt(i).array());
		}
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> received.size() >= count);
		assertThat(received).containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
		assertThat(sender.links()).map(LinkStatus::dropped).containsOnly(0L);
	}

	@Test
	void whenManyStartTogetherThenTheyEndInOneView() {
		List<JGroupsTransport> nodes = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			nodes.add(transport("n" + i, settings("127.0.0.1", 0, 0)));
		}
		CompletableFuture
			.allOf(nodes.stream()
				.map((node) -> CompletableFuture.runAsync(node::start, (task) -> new Thread(task, "start").start()))
				.toArray(CompletableFuture[]::new))
			.orTimeout(60, TimeUnit.SECONDS)
			.join();
		awaitSize(nodes.size(), nodes.toArray(JGroupsTransport[]::new));
	}

	@Test
	void whenACandidateIsSilentThenTheStartWaitsForTheJoinTimeoutOnly() throws Exception {
		try (ServerSocket silent = silentCandidate()) {
			JGroupsTransport transport = transport("a", settings("127.0.0.1", 0, 0));
			transport.start();
			assertThat(transport.view().size()).isOne();
			assertThat(silent.isBound()).isTrue();
		}
	}

	@Test
	void whenStoppedWhileItWaitsForASilentCandidateThenTheStartFailsAtOnce() throws Exception {
		TransportSettings patient = settings("127.0.0.1", 0, 0).withFormation(Duration.ofMinutes(5),
				Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofSeconds(1));
		JGroupsTransport transport = transport("a", patient);
		try (ServerSocket silent = silentCandidate()) {
			CompletableFuture<Void> start = CompletableFuture.runAsync(transport::start,
					(task) -> new Thread(task, "start").start());
			silent.accept().close(); // it is being asked
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
				transport.stop();
				return start.isDone();
			});
			assertThatExceptionOfType(CompletionException.class).isThrownBy(start::join)
				.havingCause()
				.isInstanceOf(TransportException.class)
				.withMessageContaining("stopped while it was starting");
		}
		assertThat(transport.isRunning()).isFalse();
	}

	@Test
	void whenTwoStartTogetherUnderOneNameThenOneOfThemKeepsIt() {
		List<JGroupsTransport> twins = List.of(transport("twin", settings("127.0.0.1", 0, 0)),
				transport("twin", settings("127.0.0.1", 0, 0)), transport("other", settings("127.0.0.1", 0, 0)));
		List<CompletableFuture<Void>> starts = twins.stream()
			.map((twin) -> CompletableFuture.runAsync(twin::start, (task) -> new Thread(task, "start").start()))
			.toList();
		List<Throwable> failures = starts.stream()
			.map((start) -> start.handle((ok, failure) -> failure).orTimeout(60, TimeUnit.SECONDS).join())
			.filter(Objects::nonNull)
			.toList();
		assertThat(failures).hasSize(1)
			.first()
			.extracting(Throwable::getCause)
			.isInstanceOf(DuplicateNodeNameException.class);
		JGroupsTransport other = twins.get(2);
		awaitSize(2, other);
		assertThat(other.view().members()).extracting(Member::name).containsExactlyInAnyOrder("twin", "other");
	}

	@Test
	void whenTheEngineIsPreparedWhileNodesStartThenNobodyWaitsForEver() {
		List<JGroupsTransport> transports = List.of(transport("a", settings("127.0.0.1", 0, 0)),
				transport("b", settings("127.0.0.1", 0, 0)));
		List<CompletableFuture<Void>> tasks = Stream
			.<Runnable>of(JGroupsTransport::prepare, transports.get(0)::start, JGroupsTransport::prepare,
					transports.get(1)::start, JGroupsTransport::prepare)
			.map((task) -> CompletableFuture.runAsync(task, (run) -> new Thread(run, "start").start()))
			.toList();
		tasks.forEach((task) -> task.orTimeout(60, TimeUnit.SECONDS).join());
		awaitSize(2, transports.get(0));
	}

	@Test
	void whenDiscoveryHasNewsThenWhoIsNewIsAskedAtOnce() throws Exception {
		TransportSettings rarely = settings("127.0.0.1", 0, 0).withFormation(Duration.ofSeconds(2),
				Duration.ofSeconds(10), Duration.ofHours(1), Duration.ofSeconds(1));
		JGroupsTransport transport = transport("a", rarely);
		transport.start();
		try (ServerSocket fresh = silentCandidate()) {
			fresh.setSoTimeout(60_000);
			fresh.accept().close(); // times out, and fails, if it is not asked
		}
		assertThat(transport.view().size()).isOne();
	}

	// The kernel takes connections, and nobody ever says a word
	private ServerSocket silentCandidate() throws IOException {
		ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		this.discovery.add(new PeerAddress("127.0.0.1", socket.getLocalPort()));
		return socket;
	}

	private JGroupsTransport transport(String name, TransportSettings settings) {
		JGroupsTransport transport = new JGroupsTransport("it", name, Map.of(), settings, this.discovery.service());
		this.transports.add(transport);
		return transport;
	}

	private static TransportSettings settings(String address, int port, int range) {
		return JGroupsTransportContractIT.settings().withBind(address, port, range);
	}

	private static void awaitSize(int size, JGroupsTransport... nodes) {
		for (JGroupsTransport node : nodes) {
			Awaitility.await("one view").atMost(Duration.ofSeconds(60)).until(() -> node.view().size() == size);
		}
	}

}
