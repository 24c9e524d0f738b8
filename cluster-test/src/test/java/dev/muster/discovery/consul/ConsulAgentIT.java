package dev.muster.discovery.consul;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.PeerAddress;
import dev.muster.test.consul.ConsulAgent;
import dev.muster.test.consul.ConsulAgentOptions;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConsulDiscoveryStrategy} with a real agent that is used badly.
 */
@Timeout(180)
class ConsulAgentIT {

	private static final Duration DEADLINE = Duration.ofSeconds(2);

	private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

	private final List<ConsulDiscoveryStrategy> strategies = new ArrayList<>();

	private final AtomicLong lastChange = new AtomicLong();

	@AfterEach
	void close() {
		this.strategies.forEach(ConsulDiscoveryStrategy::close);
		this.scheduler.shutdownNow();
	}

	private static ConsulSettings settings(ConsulAgent agent) {
		return ConsulSettings.defaults().withAgent(agent.host(), agent.port());
	}

	private static PeerAddress address(int number) {
		return new PeerAddress("10.0.0." + number, 7800);
	}

	private ConsulDiscoveryStrategy start(ConsulSettings settings, int number) {
		ConsulDiscoveryStrategy strategy = new ConsulDiscoveryStrategy(settings);
		this.strategies.add(strategy);
		strategy.start(new DiscoveryContext("shop", address(number), InstantSource.system(), this.scheduler, DEADLINE,
				() -> this.lastChange.set(System.nanoTime())));
		return strategy;
	}

	private ConsulDiscoveryStrategy join(ConsulSettings settings, int number) {
		ConsulDiscoveryStrategy strategy = start(settings, number);
		// Again, as the service does, if the machine is too busy for the deadline
		await().ignoreException(DiscoveryException.class).until(() -> {
			strategy.register(address(number));
			return true;
		});
		return strategy;
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5));
	}

	private static void awaitAnswer(ConsulDiscoveryStrategy strategy, int... numbers) {
		List<PeerAddress> expected = new ArrayList<>();
		for (int number : numbers) {
			expected.add(address(number));
		}
		await().ignoreException(DiscoveryException.class)
			.untilAsserted(() -> assertThat(strategy.discover()).containsExactlyInAnyOrderElementsOf(expected));
	}

	private static void assertFails(ConsulDiscoveryStrategy strategy, String... texts) {
		await().untilAsserted(() -> assertThatExceptionOfType(DiscoveryException.class).isThrownBy(strategy::discover)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(texts)));
	}

	private static long millisSince(long nanos) {
		return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
	}

	@Test
	void aNodeIsKnownToTheOthersInAFractionOfASecondAndForgottenAsSoon() {
		try (ConsulAgent agent = ConsulAgent.start()) {
			ConsulDiscoveryStrategy one = join(settings(agent), 1);
			awaitAnswer(one, 1);
			ConsulDiscoveryStrategy two = start(settings(agent), 2);
			long begun = System.nanoTime();
			two.register(address(2));
			awaitAnswer(one, 1, 2);
			System.out.printf("consul: registered and known to another node after %d ms%n", millisSince(begun));
			assertThat(millisSince(begun)).isLessThan(5000); // 50 to 100 where the
																// machine is idle
			long left = System.nanoTime();
			two.deregister();
			awaitAnswer(one, 1);
			System.out.printf("consul: deregistered and forgotten by another node after %d ms%n", millisSince(left));
			assertThat(this.lastChange.get()).isGreaterThan(left);
		}
	}

	@Test
	void whenTheAgentIsKilledAndComesBackEmptyThenTheNodesRegisterAgain() {
		try (ConsulAgent agent = ConsulAgent.start()) {
			ConsulDiscoveryStrategy one = join(settings(agent), 1);
			ConsulDiscoveryStrategy two = join(settings(agent), 2);
			awaitAnswer(one, 1, 2);
			agent.kill();
			assertFails(one, "No Consul agent at http://127.0.0.1:" + agent.port(), "consul.host");
			long back = agent.restart();
			awaitAnswer(one, 1, 2);
			awaitAnswer(two, 1, 2);
			System.out.printf("consul: registered again %d ms after the agent is back%n", millisSince(back));
			assertThat(one.counters()).containsEntry("registered", 2L);
		}
	}

	@Test
	void whenTheAgentHangsThenThatIsToldAndChangesAreSeenAgainAfterwards() {
		try (ConsulAgent agent = ConsulAgent.start()) {
			// Longer than it hangs, or else it forgets the node
			ConsulSettings settings = settings(agent).withTiming(Duration.ofSeconds(6), Duration.ofMinutes(1));
			ConsulDiscoveryStrategy one = join(settings, 1);
			awaitAnswer(one, 1);
			agent.pause();
			assertFails(one, "does not answer in time");
			long begun = System.nanoTime();
			one.deregister(); // in vain, but not for ever
			assertThat(millisSince(begun)).isLessThan(10_000);
			agent.resume();
			join(settings, 2);
			await().ignoreException(DiscoveryException.class)
				.untilAsserted(() -> assertThat(one.discover()).contains(address(2)));
		}
	}

	@Test
	void whenTheNodeGivesNoSignOfLifeThenItIsNotListedAnyMore() {
		try (ConsulAgent agent = ConsulAgent.start()) {
			ConsulSettings settings = settings(agent).withTiming(Duration.ofSeconds(2), Duration.ofMinutes(1));
			ConsulDiscoveryStrategy one = join(settings, 1);
			ConsulDiscoveryStrategy two = join(settings, 2);
			awaitAnswer(one, 1, 2);
			two.close(); // as if it had vanished
			awaitAnswer(one, 1);
			assertThat(one.counters().get("critical")).isPositive();
		}
	}

	@Test
	void whenADatacenterIsUnknownThenSaysSo() {
		try (ConsulAgent agent = ConsulAgent.start()) {
			assertFails(start(settings(agent).withDatacenter("mars"), 1), "consul.datacenter 'mars'");
			ConsulDiscoveryStrategy one = join(settings(agent).withDatacenter("dc1"), 1);
			awaitAnswer(one, 1);
		}
	}

	@Test
	void whenTokensAreWantedThenOneWithoutRightsIsToldFromOneWith() {
		String token = UUID.randomUUID().toString();
		try (ConsulAgent agent = ConsulAgent.start(ConsulAgentOptions.defaults().withMasterToken(token))) {
			ConsulDiscoveryStrategy one = join(settings(agent).withToken(token), 1);
			ConsulDiscoveryStrategy two = join(settings(agent).withToken(token), 2);
			awaitAnswer(one, 1, 2);
			awaitAnswer(two, 1, 2);
			ConsulDiscoveryStrategy expired = start(settings(agent).withToken(UUID.randomUUID().toString()), 3);
			assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> expired.register(address(3)))
				.withMessageContaining("refuses consul.token")
				.withMessageContaining("ACL not found");
			assertFails(expired, "refuses consul.token (403: ACL not found)");
			ConsulDiscoveryStrategy without = start(settings(agent), 4);
			assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> without.register(address(4)))
				.withMessageContaining("wants a token (403: Permission denied");
			two.deregister();
			awaitAnswer(one, 1);
		}
	}

	@Test
	void whenTheAgentSpeaksHttpsThenItsCertificateIsVerified(@TempDir Path directory) {
		AgentCertificate certificate = AgentCertificate.create(directory, "ip:127.0.0.1");
		AgentCertificate other = AgentCertificate.create(directory, "dns:elsewhere.example");
		try (ConsulAgent agent = ConsulAgent
			.start(ConsulAgentOptions.defaults().withTls(certificate.file(), certificate.key()))) {
			ConsulDiscoveryStrategy one = join(settings(agent).withTls(new ConsulTls(certificate::trusting, true)), 1);
			awaitAnswer(one, 1);
			assertFails(start(settings(agent).withTls(new ConsulTls(other::trusting, true)), 2),
					"No TLS with the Consul agent", "consul.ssl.bundle");
			assertFails(start(settings(agent), 3), "speaks HTTPS", "consul.ssl.bundle");
		}
		try (ConsulAgent elsewhere = ConsulAgent
			.start(ConsulAgentOptions.defaults().withTls(other.file(), other.key()))) {
			assertFails(start(settings(elsewhere).withTls(new ConsulTls(other::trusting, true)), 4), "No TLS",
					"127.0.0.1");
			awaitAnswer(join(settings(elsewhere).withTls(new ConsulTls(other::trusting, false)), 5), 5);
		}
	}

}
