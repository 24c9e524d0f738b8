package dev.muster.discovery.consul;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.PeerAddress;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConsulSession} and what it is made of, with an agent in memory.
 */
class ConsulSessionTests {

	private static final PeerAddress SELF = new PeerAddress("10.0.0.1", 7800);

	private static final PeerAddress OTHER = new PeerAddress("10.0.0.2", 7800);

	private final FakeGateway agent = new FakeGateway();

	private final ConsulCounters counters = new ConsulCounters();

	private final AtomicInteger changes = new AtomicInteger();

	private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

	private final ConsulSession session = new ConsulSession(
			ConsulSettings.defaults().withTiming(Duration.ofSeconds(1), Duration.ofMinutes(1)),
			new DiscoveryContext("shop", SELF, InstantSource.system(), this.scheduler, Duration.ofSeconds(2),
					this.changes::incrementAndGet),
			this.agent, this.counters);

	@BeforeEach
	void start() {
		this.session.start();
	}

	@AfterEach
	void close() {
		this.session.close();
		this.scheduler.shutdownNow();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5));
	}

	private void awaitAnswer(PeerAddress... addresses) {
		await().ignoreException(DiscoveryException.class)
			.untilAsserted(() -> assertThat(this.session.discover()).containsExactlyInAnyOrder(addresses));
	}

	private static ServiceInstance other(String cluster) {
		return new ServiceInstance("other", OTHER.host(), null, OTHER.port(),
				Map.of(ServiceRegistration.META_CLUSTER, cluster), false);
	}

	@Test
	void aRegisteredNodeIsListedAndKeptAlive() {
		this.session.register(SELF);
		awaitAnswer(SELF);
		await().until(() -> this.agent.count("pass") >= 3);
		assertThat(this.agent.count("register")).isOne();
		assertThat(this.counters.byName()).containsEntry("registered", 1L).containsEntry("heartbeat-failures", 0L);
	}

	@Test
	void aChangeIsToldWithoutBeingAskedFor() {
		this.session.register(SELF);
		awaitAnswer(SELF);
		int before = this.changes.get();
		this.agent.add(other("shop"));
		await().until(() -> this.changes.get() > before);
		assertThat(this.session.discover()).containsExactlyInAnyOrder(SELF, OTHER);
	}

	@Test
	void whatDoesNotConcernTheClusterIsNoChange() {
		await().until(() -> this.counters.answers.sum() >= 1);
		this.session.register(SELF);
		await().until(() -> this.counters.answers.sum() >= 2);
		int before = this.changes.get();
		this.agent.add(other("stock"));
		await().until(() -> this.counters.byName().getOrDefault("other-cluster", 0L) > 0);
		assertThat(this.changes).hasValue(before);
		assertThat(this.session.discover()).containsExactly(SELF);
	}

	@Test
	void whatTheWatchKnowsIsNotAskedForAgain() {
		awaitAnswer();
		await().until(() -> this.counters.answers.sum() >= 1);
		long asked = this.agent.count("ask");
		for (int i = 0; i < 100; i++) {
			assertThat(this.session.discover()).isEmpty();
		}
		assertThat(this.agent.count("ask")).isEqualTo(asked);
	}

	@Test
	void whenTheAgentIsGoneThenThatIsToldAndItIsWaitedFor() {
		this.session.register(SELF);
		awaitAnswer(SELF);
		this.agent.down(true);
		await()
			.untilAsserted(() -> assertThatExceptionOfType(DiscoveryException.class).isThrownBy(this.session::discover)
				.withMessage("The agent is gone"));
		await().until(() -> this.counters.heartbeatFailures.sum() > 0);
		int before = this.changes.get();
		this.agent.down(false);
		awaitAnswer(SELF);
		await().until(() -> this.changes.get() > before);
		assertThat(this.agent.count("register")).isOne();
	}

	@Test
	void whenTheAgentForgotTheNodeThenItIsRegisteredAgain() {
		this.session.register(SELF);
		awaitAnswer(SELF);
		this.agent.forget();
		await().until(() -> this.agent.count("register") == 2);
		awaitAnswer(SELF);
		assertThat(this.agent.registered()).hasSize(1);
	}

	@Test
	void whenTheIndexGoesBackwardsThenChangesAreSeenAllTheSame() {
		for (int i = 0; i < 50; i++) {
			this.session.register(SELF);
		}
		awaitAnswer(SELF);
		this.agent.down(true);
		await().until(() -> this.counters.watchFailures.sum() > 0);
		this.agent.forget();
		this.agent.add(other("shop"));
		awaitAnswer(SELF, OTHER);
	}

	@Test
	void aDeregisteredNodeIsNotRegisteredAgain() {
		this.session.register(SELF);
		awaitAnswer(SELF);
		this.session.deregister();
		awaitAnswer();
		long answers = this.counters.answers.sum();
		this.agent.add(other("shop"));
		await().until(() -> this.counters.answers.sum() > answers);
		long passed = this.agent.count("pass");
		this.agent.add(other("stock"));
		await().until(() -> this.counters.answers.sum() > answers + 1);
		assertThat(this.agent.count("register")).isOne();
		assertThat(this.agent.count("pass")).isEqualTo(passed);
	}

	@Test
	void whenTheAgentIsGoneThenDeregisteringFailsQuietly() {
		this.session.register(SELF);
		this.agent.down(true);
		this.session.deregister();
	}

	@Test
	void whenTheAgentIsGoneThenRegisteringFailsAndCanBeTriedAgain() {
		this.agent.down(true);
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> this.session.register(SELF));
		this.agent.down(false);
		this.session.register(SELF);
		awaitAnswer(SELF);
	}

	@Test
	void whenConsulDoesNotListTheNodeThenItsAnswerIsNotTrusted() {
		this.session.register(SELF);
		awaitAnswer(SELF);
		this.agent.hideAll();
		await()
			.untilAsserted(() -> assertThatExceptionOfType(DiscoveryException.class).isThrownBy(this.session::discover)
				.withMessageContaining("does not list it among the instances of 'shop'")
				.withMessageContaining("'service:read'"));
		assertThat(this.agent.count("register")).isOne();
	}

	@Test
	void threadsEndWithTheSession() {
		this.session.register(SELF);
		this.session.close();
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> Set.of("muster-consul-watch-shop", "muster-consul-heartbeat-shop")
				.contains(thread.getName())));
	}

}
