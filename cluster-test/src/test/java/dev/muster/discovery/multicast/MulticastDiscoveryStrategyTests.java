package dev.muster.discovery.multicast;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.PeerAddress;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class MulticastDiscoveryStrategyTests {

	private static final PeerAddress ONE = new PeerAddress("127.0.0.1", 17801);

	private static final PeerAddress TWO = new PeerAddress("127.0.0.1", 17802);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Logger logger = (Logger) LoggerFactory.getLogger(MulticastDiscoveryStrategy.class);

	private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);

	private final List<MulticastDiscoveryStrategy> strategies = new ArrayList<>();

	private final AtomicInteger changes = new AtomicInteger();

	private MulticastSettings settings = MulticastSettings.defaults();

	@BeforeEach
	void setUp() {
		this.settings = MulticastGround.settings(MulticastSettings.DEFAULT_GROUP);
		this.log.start();
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void close() {
		this.strategies.forEach(MulticastDiscoveryStrategy::close);
		this.scheduler.shutdownNow();
		this.logger.detachAppender(this.log);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20));
	}

	private MulticastDiscoveryStrategy start(MulticastSettings settings, PeerAddress self) {
		return start(settings, self, "shop");
	}

	private MulticastDiscoveryStrategy start(MulticastSettings settings, PeerAddress self, String clusterName) {
		MulticastDiscoveryStrategy strategy = new MulticastDiscoveryStrategy(settings);
		this.strategies.add(strategy);
		strategy.start(new DiscoveryContext(clusterName, self, InstantSource.system(), this.scheduler,
				Duration.ofSeconds(2), this.changes::incrementAndGet));
		strategy.register(self);
		return strategy;
	}

	private List<String> warnings() {
		return List.copyOf(this.log.list)
			.stream()
			.filter((event) -> event.getLevel() == Level.WARN)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	@Test
	void whenAPeerStartsOrStopsThenTheChangeIsReported() {
		MulticastDiscoveryStrategy one = start(this.settings, ONE);
		assertThat(one.discover()).isEmpty();
		int before = this.changes.get();
		MulticastDiscoveryStrategy two = start(this.settings, TWO);
		await().until(() -> this.changes.get() > before);
		await().untilAsserted(() -> assertThat(one.discover()).containsExactly(TWO));
		await().untilAsserted(() -> assertThat(two.discover()).containsExactly(ONE));
		int between = this.changes.get();
		two.close();
		await().until(() -> this.changes.get() > between);
		assertThat(one.discover()).isEmpty();
	}

	@Test
	void whenAPeerVanishesWithoutGoodbyeThenItIsForgotten() throws IOException {
		MulticastDiscoveryStrategy one = start(this.settings.withTiming(Duration.ofMillis(100), Duration.ofMillis(100)),
				ONE);
		try (BeaconChannel channel = BeaconChannel.open(this.settings, null)) {
			channel.send(new BeaconCodec(null)
				.encode(new Beacon(Beacon.Kind.ANNOUNCE, UUID.randomUUID(), 1, 0, "shop", TWO)));
		}
		await().until(() -> one.statistics().heard() == 1);
		await().untilAsserted(() -> assertThat(one.discover()).isEmpty());
	}

	@Test
	void whenThePortIsFloodedWithGarbageThenItIsCountedAndHardlyLogged() throws IOException {
		MulticastDiscoveryStrategy one = start(this.settings, ONE);
		MulticastDiscoveryStrategy two = start(this.settings, TWO);
		long seed = System.nanoTime();
		System.out.println("Seed " + seed);
		Random random = new Random(seed);
		int sent = 0;
		byte[] good = new BeaconCodec(null)
			.encode(new Beacon(Beacon.Kind.ANNOUNCE, UUID.randomUUID(), 1, 0, "strangers", TWO));
		try (BeaconChannel channel = BeaconChannel.open(this.settings, null)) {
			for (int i = 0; i < 5000; i++) {
				byte[] garbage = new byte[1 + random.nextInt(1400)];
				random.nextBytes(garbage);
				System.arraycopy(good, 0, garbage, 0, Math.min(garbage.length, random.nextInt(good.length)));
				channel.send(garbage);
				sent++;
			}
		}
		assertThat(sent).isEqualTo(5000);
		await().until(() -> one.statistics().malformed() > 100);
		assertThat(one.counters().get("malformed")).isGreaterThan(100);
		await().untilAsserted(() -> assertThat(one.discover()).containsExactly(TWO));
		await().untilAsserted(() -> assertThat(two.discover()).containsExactly(ONE));
		// Both nodes hear the flood, and it comes from one address
		assertThat(warnings()).hasSizeBetween(1, 2)
			.allSatisfy((line) -> assertThat(line).contains("Nothing more is said"));
	}

	@Test
	void whenSecretsDifferThenNodesDoNotFindEachOtherAndAreToldWhy() {
		MulticastDiscoveryStrategy one = start(this.settings.withSecret("open sesame"), ONE);
		MulticastDiscoveryStrategy two = start(this.settings.withSecret("open barley"), TWO);
		PeerAddress third = new PeerAddress("127.0.0.1", 17803);
		MulticastDiscoveryStrategy three = start(this.settings, third);
		for (MulticastDiscoveryStrategy strategy : this.strategies) {
			strategy.discover();
		}
		for (MulticastDiscoveryStrategy strategy : List.of(one, two, three)) {
			await().until(() -> strategy.statistics().unauthenticated() >= 2);
			assertThat(strategy.discover()).isEmpty();
			assertThat(strategy.statistics().heard()).isZero();
		}
		assertThat(warnings()).isNotEmpty()
			.allSatisfy((line) -> assertThat(line).contains("multicast.secret").contains("on all nodes"));
	}

	@Test
	void whenADatagramIsRecordedAndSentAgainThenItIsCountedAndOfNoEffect() throws IOException {
		MulticastSettings secret = this.settings.withSecret("open sesame");
		try (BeaconChannel thief = BeaconChannel.open(secret, null)) {
			MulticastDiscoveryStrategy one = start(secret, ONE);
			MulticastDiscoveryStrategy two = start(secret, TWO);
			await().until(() -> one.discover().equals(Set.of(TWO)) && two.discover().equals(Set.of(ONE)));
			two.close();
			await().until(() -> one.discover().isEmpty());
			List<byte[]> recorded = new ArrayList<>();
			for (BeaconChannel.Received received = thief.receive(); received != null; received = thief.receive()) {
				recorded.add(received.datagram());
			}
			assertThat(recorded).hasSizeGreaterThan(2);
			long heard = one.statistics().heard();
			for (byte[] datagram : recorded) {
				thief.send(datagram);
			}
			await().until(() -> one.statistics().replayed() > 0);
			assertThat(one.discover()).isEmpty();
			assertThat(one.statistics().heard()).isEqualTo(heard);
		}
	}

	@Test
	void whenStrangersShareTheGroupThenTheyAreCountedAndNotWarnedOf() {
		MulticastDiscoveryStrategy one = start(this.settings, ONE);
		start(this.settings, TWO, "strangers").discover();
		await().until(() -> one.statistics().otherCluster() > 0);
		assertThat(one.discover()).isEmpty();
		assertThat(warnings()).isEmpty();
	}

	@Test
	void whenTheInterfaceDoesNotExistThenTheMessageNamesThePropertyAndTheInterfaces() {
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> start(this.settings.withNetworkInterface("eth77"), ONE))
			.withMessageContaining("multicast.interface: 'eth77'")
			.withMessageContaining(String.valueOf(this.settings.networkInterface()));
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> start(this.settings.withNetworkInterface("192.0.2.99"), ONE))
			.withMessageContaining("multicast.interface: '192.0.2.99'");
	}

	@Test
	void whenThePortIsTakenByAnotherProgramThenTheMessageNamesIt() throws IOException {
		try (DatagramSocket other = new DatagramSocket(null)) {
			other.setReuseAddress(false);
			other.bind(new InetSocketAddress(0));
			MulticastSettings taken = this.settings.withGroup(this.settings.group(), other.getLocalPort());
			assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> start(taken, ONE))
				.withMessageContaining("UDP port " + other.getLocalPort());
		}
	}

	@Test
	void whenTheClusterNameIsTooLongThenStartFails() {
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> start(this.settings, ONE, "x".repeat(1000)))
			.withMessageContaining("1000 bytes");
	}

	@Test
	void whenClosedThenItsThreadEnds() {
		start(this.settings, ONE).close();
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().startsWith("muster-multicast-")));
	}

}
