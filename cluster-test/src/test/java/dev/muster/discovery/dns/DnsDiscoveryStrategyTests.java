package dev.muster.discovery.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.IntStream;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.DiscoveryService;
import dev.muster.discovery.PeerAddress;
import dev.muster.discovery.Topology;
import dev.muster.test.dns.DnsServer;
import dev.muster.test.dns.DnsServer.Service;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link DnsDiscoveryStrategy} with a real name server.
 */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class DnsDiscoveryStrategyTests {

	private static final Duration DEADLINE = Duration.ofSeconds(2);

	private static final Duration GRACE = Duration.ofSeconds(5);

	private final DnsServer server = DnsServer.start("cluster.test");

	private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);

	private final List<DnsDiscoveryStrategy> strategies = new ArrayList<>();

	@AfterEach
	void closeStrategies() {
		this.strategies.forEach(DnsDiscoveryStrategy::close);
		this.strategies.clear();
	}

	@AfterAll
	void closeServer() {
		this.scheduler.shutdownNow();
		this.server.close();
	}

	private DnsDiscoveryStrategy start(DnsSettings settings) {
		DnsDiscoveryStrategy strategy = new DnsDiscoveryStrategy(settings);
		this.strategies.add(strategy);
		strategy.start(new DiscoveryContext("shop", new PeerAddress("10.0.0.1", 7800), InstantSource.system(),
				this.scheduler, DEADLINE, () -> {
				}));
		return strategy;
	}

	private DnsSettings settings(String label, DnsRecords records) {
		return DnsSettings.of(this.server.name(label), records, 7800).withServers(List.of(this.server.address()));
	}

	private DnsDiscoveryStrategy start(String label, DnsRecords records) {
		return start(settings(label, records));
	}

	private static Set<PeerAddress> peers(String... hosts) {
		Set<PeerAddress> peers = new LinkedHashSet<>();
		for (String host : hosts) {
			try {
				peers.add(new PeerAddress(InetAddress.getByName(host).getHostAddress(), 7800));
			}
			catch (UnknownHostException ex) {
				throw new IllegalArgumentException(ex);
			}
		}
		return peers;
	}

	@Test
	void addressesAreFoundByTheirKind() {
		this.server.addresses("both", List.of("10.1.0.1", "10.1.0.2", "fd00::1"));
		assertThat(start("both", DnsRecords.A).discover()).isEqualTo(peers("10.1.0.1", "10.1.0.2"));
		assertThat(start("both", DnsRecords.AAAA).discover()).isEqualTo(peers("fd00::1"));
		assertThat(start("both", DnsRecords.A_AND_AAAA).discover()).isEqualTo(peers("10.1.0.1", "10.1.0.2", "fd00::1"));
	}

	@Test
	void servicesAreFoundWithThePortsAndBothKindsOfAddressesOfTheirHosts() {
		this.server.addresses("s1", List.of("10.2.0.1", "fd00::2"));
		this.server.addresses("s2", List.of("10.2.0.2"));
		this.server.services("_two._tcp", List.of(new Service(this.server.name("s1"), 7801),
				new Service(this.server.name("s2"), 7802), new Service(this.server.name("gone"), 7803)));
		DnsDiscoveryStrategy strategy = start("_two._tcp", DnsRecords.SRV);
		assertThat(strategy.discover()).containsExactlyInAnyOrder(new PeerAddress("10.2.0.1", 7801),
				new PeerAddress("fd00:0:0:0:0:0:0:2", 7801), new PeerAddress("10.2.0.2", 7802));
		assertThat(strategy.counters()).containsEntry("unresolved-hosts", 1L);
	}

	@Test
	void whenTheNameDoesNotExistThenThereIsNobody() {
		DnsDiscoveryStrategy strategy = start("nobody", DnsRecords.A);
		assertThat(strategy.discover()).isEmpty();
		assertThat(strategy.remark()).isEqualTo("the name '" + this.server.name("nobody") + "' does not exist");
		assertThat(strategy.counters()).containsEntry("no-such-name", 1L).containsEntry("no-data", 0L);
		this.server.addresses("nobody", List.of("10.3.0.2"));
		assertThat(strategy.discover()).hasSize(1);
		assertThat(strategy.remark()).isEmpty();
	}

	@Test
	void whenTheNameHasNoSuchRecordsThenThereIsNobody() {
		this.server.addresses("four", List.of("10.3.0.1"));
		DnsDiscoveryStrategy strategy = start("four", DnsRecords.AAAA);
		assertThat(strategy.discover()).isEmpty();
		assertThat(strategy.remark()).contains("four").contains("no usable");
		assertThat(strategy.counters()).containsEntry("no-such-name", 0L).containsEntry("no-data", 1L);
	}

	@Test
	void whenRecordsChangeThenTheNextAnswerHasThem() {
		this.server.addresses("changing", List.of("10.4.0.1"));
		DnsDiscoveryStrategy strategy = start("changing", DnsRecords.A);
		assertThat(strategy.discover()).isEqualTo(peers("10.4.0.1"));
		this.server.addresses("changing", List.of("10.4.0.2", "10.4.0.3"));
		assertThat(strategy.discover()).isEqualTo(peers("10.4.0.2", "10.4.0.3"));
		this.server.addresses("changing", List.of());
		assertThat(strategy.discover()).isEmpty();
	}

	@Test
	void whenThereAre60Or500AddressesThenAllAreFound() {
		for (int count : new int[] { 60, 500 }) {
			String[] addresses = IntStream.range(0, count)
				.mapToObj((i) -> "10.5." + i / 250 + "." + (1 + i % 250))
				.toArray(String[]::new);
			this.server.addresses("many" + count, List.of(addresses));
			DnsDiscoveryStrategy strategy = start("many" + count, DnsRecords.A);
			assertThat(strategy.discover()).isEqualTo(peers(addresses));
			assertThat(strategy.counters()).containsEntry("tcp-queries", (count == 60) ? 0L : 1L);
		}
	}

	@Test
	void whenThereAre60Or500ServicesThenAllAreFoundByTcp() {
		for (int count : new int[] { 60, 500 }) {
			List<Service> services = new ArrayList<>();
			Set<PeerAddress> expected = new LinkedHashSet<>();
			this.server.addresses("pod", List.of("10.6.0.1"));
			for (int i = 0; i < count; i++) {
				services.add(new Service(this.server.name("pod"), 10_000 + i));
				expected.add(new PeerAddress("10.6.0.1", 10_000 + i));
			}
			this.server.services("_many" + count + "._tcp", services);
			DnsDiscoveryStrategy strategy = start("_many" + count + "._tcp", DnsRecords.SRV);
			assertThat(strategy.discover()).isEqualTo(expected);
			assertThat(strategy.counters()).containsEntry("tcp-queries", 1L);
		}
	}

	@Test
	void when30ServicesAreOnHostsOfTheirOwnThenTheHostsAreLookedUp() {
		List<Service> services = new ArrayList<>();
		Set<PeerAddress> expected = new LinkedHashSet<>();
		for (int i = 0; i < 30; i++) {
			services.add(new Service(this.server.name("alone" + i), 7800));
			expected.add(new PeerAddress("10.7.0." + (i + 1), 7800));
		}
		this.server.services("_alone._tcp", services);
		for (int i = 0; i < 30; i++) {
			this.server.addresses("alone" + i, List.of("10.7.0." + (i + 1)));
		}
		assertThat(start("_alone._tcp", DnsRecords.SRV).discover()).isEqualTo(expected);
	}

	@Test
	void whenThereAreMoreThanTheLimitThenTheSameOnesAreUsedAndTheOthersCounted() {
		this.server.addresses("limited", List.of("10.8.0.3", "10.8.0.1", "10.8.0.2"));
		DnsDiscoveryStrategy strategy = start(settings("limited", DnsRecords.A).withLimits(DEADLINE, 2));
		assertThat(strategy.discover()).isEqualTo(peers("10.8.0.1", "10.8.0.2"));
		assertThat(strategy.discover()).isEqualTo(peers("10.8.0.1", "10.8.0.2"));
		assertThat(strategy.counters()).containsEntry("over-limit", 2L);
	}

	@Test
	void whenTheNameIsRelativeThenSearchDomainsComplete() {
		this.server.addresses("short", List.of("10.9.0.1"));
		DnsSettings settings = DnsSettings.of("short", DnsRecords.A, 7800)
			.withServers(List.of(this.server.address()))
			.withSearch(List.of("none.cluster.test", "cluster.test"));
		assertThat(start(settings).discover()).isEqualTo(peers("10.9.0.1"));
	}

	@Test
	void whenTheServerRefusesThenItIsNamedWithTheQuestion() {
		this.server.refuse(true);
		try {
			assertUnknown(start("refused", DnsRecords.A), this.server.address(), "REFUSED", "'refused.cluster.test' A");
		}
		finally {
			this.server.refuse(false);
		}
	}

	@Test
	void whenTheServerHangsThenTheLookupEndsInTimeAndGoesOnWhenItIsBack() {
		this.server.addresses("patient", List.of("10.10.0.1"));
		DnsDiscoveryStrategy strategy = start("patient", DnsRecords.A);
		this.server.pause();
		try {
			long begin = System.nanoTime();
			assertUnknown(strategy, this.server.address(), "did not answer within", "'patient.cluster.test' A");
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofSeconds(1),
					DEADLINE.plus(GRACE));
		}
		finally {
			this.server.resume();
		}
		assertThat(strategy.discover()).isEqualTo(peers("10.10.0.1"));
	}

	@Test
	void whenNothingListensThenFailsAtOnce() {
		this.server.stop();
		try {
			assertUnknown(start("absent", DnsRecords.A), this.server.address(), "nothing listens",
					"'absent.cluster.test' A");
		}
		finally {
			this.server.restart();
		}
	}

	@Test
	void whenTheFirstServerIsSilentThenTheNextOneIsAsked() {
		this.server.addresses("second", List.of("10.11.0.1"));
		try (DnsServer silent = DnsServer.start("silent.test")) {
			silent.pause();
			DnsDiscoveryStrategy strategy = start(
					settings("second", DnsRecords.A).withServers(List.of(silent.address(), this.server.address())));
			assertThat(strategy.discover()).isEqualTo(peers("10.11.0.1"));
			assertThat(strategy.counters()).containsEntry("timeouts", 1L);
			assertThat(strategy.discover()).isEqualTo(peers("10.11.0.1"));
			assertThat(strategy.counters()).as("the one that answered is asked first").containsEntry("timeouts", 1L);
		}
	}

	@Test
	void theHeadlessServiceOfKubernetesIsLookedUp() {
		try (DnsServer kubernetes = DnsServer.start("cluster.local")) {
			kubernetes.addresses("shop.prod.svc", List.of("10.12.0.1", "fd00::12"));
			kubernetes.addresses("pod-0.shop.prod.svc", List.of("10.12.0.1"));
			kubernetes.services("_muster._tcp.shop.prod.svc",
					List.of(new Service(kubernetes.name("pod-0.shop.prod.svc"), 7801)));
			List<String> servers = List.of(kubernetes.address());
			assertThat(start(
					new KubernetesService("shop", "prod", "cluster.local", null).settings(7800).withServers(servers))
				.discover()).isEqualTo(peers("10.12.0.1", "fd00::12"));
			assertThat(start(new KubernetesService("shop", "prod", "cluster.local", "muster").settings(7800)
				.withServers(servers)).discover()).containsExactly(new PeerAddress("10.12.0.1", 7801));
			assertThat(start(
					new KubernetesService("shop", "test", "cluster.local", null).settings(7800).withServers(servers))
				.discover()).isEmpty();
		}
	}

	@Test
	void theFirstPodMayFoundAsSoonAsOneOfItsAddressesIsListed() throws Exception {
		String own = ownAddress();
		DnsSettings settings = settings("first", DnsRecords.A);
		DiscoveryService service = DiscoveryService
			.of(List.of(new Topology("pods", new DnsDiscoveryStrategy(settings), Duration.ofHours(1))));
		try {
			service.start("shop", new PeerAddress(own, 7800));
			Awaitility.await()
				.untilAsserted(() -> assertThat(service.status().get(0).lastSuccess()).as("nobody").isNotNull());
			assertThat(service.candidates().addresses()).isEmpty();
			assertThat(service.candidates().mayFound()).isFalse();
			// Another address of this machine than the one that it says it has
			this.server.addresses("first", List.of("127.0.0.1"));
			Awaitility.await()
				.untilAsserted(() -> assertThat(service.candidates().mayFound()).as("looks again soon").isTrue());
		}
		finally {
			service.stop();
		}
	}

	private static String ownAddress() throws SocketException {
		return NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> address instanceof Inet4Address && !address.isLoopbackAddress())
			.map(InetAddress::getHostAddress)
			.findFirst()
			.orElse("10.0.0.1");
	}

	private static void assertUnknown(DnsDiscoveryStrategy strategy, String... texts) {
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(strategy::discover)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(texts));
	}

}
