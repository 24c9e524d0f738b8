package dev.muster.discovery;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.muster.Registration;
import dev.muster.discovery.DiscoveryService.Candidates;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(60)
class DefaultDiscoveryServiceTests {

	private static final PeerAddress SELF = new PeerAddress("10.0.0.1", 7800);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final CountDownLatch release = new CountDownLatch(1);

	private final FakeStrategy one = new FakeStrategy();

	private final FakeStrategy two = new FakeStrategy();

	private DiscoveryService service = DiscoveryService.of(List.of());

	@AfterEach
	void stop() {
		this.release.countDown();
		this.service.stop();
	}

	private void start(Duration deadline, Topology... topologies) {
		this.service = new DefaultDiscoveryService(List.of(topologies), deadline, OwnAddress.Resolver.system());
		this.service.start("shop", SELF);
	}

	private void start(Topology... topologies) {
		start(Duration.ofMillis(300), topologies);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(PATIENCE);
	}

	private static Topology rarely(FakeStrategy strategy) {
		return new Topology("rarely", strategy, Duration.ofHours(1));
	}

	@Test
	void whenThereIsNoTopologyThenTheNodeMayFoundAlone() {
		start();
		assertThat(this.service.poll(PATIENCE)).isEqualTo(new Candidates(Set.of(), true));
		assertThat(this.service.status()).isEmpty();
	}

	@Test
	void whenTwoTopologiesHaveOneNameThenTheyAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> DiscoveryService.of(List.of(this.one.topology("a"), this.two.topology("a"))))
			.withMessageContaining("'a'");
	}

	@Test
	void whenPolledThenTheAnswersAreJoined() {
		this.one.discover = FakeStrategy.answering("10.0.0.2", "10.0.0.3");
		this.two.discover = FakeStrategy.answering("10.0.0.3", "10.0.0.4");
		start(this.one.topology("one"), this.two.topology("two"));
		assertThat(this.service.poll(PATIENCE).addresses())
			.isEqualTo(FakeStrategy.addresses("10.0.0.2", "10.0.0.3", "10.0.0.4"));
	}

	@Test
	void whenStartedThenTheStrategyIsRegisteredBeforeItIsAsked() {
		start(this.one.topology("one"));
		this.service.poll(PATIENCE);
		assertThat(this.one.calls.subList(0, 3)).containsExactly("start", "register", "discover");
	}

	@Test
	void whenStoppedThenTheStrategyIsDeregisteredAndClosedAndNotAskedAgain() {
		start(this.one.topology("one"));
		this.service.poll(PATIENCE);
		this.service.stop();
		List<String> calls = List.copyOf(this.one.calls);
		assertThat(calls.subList(calls.size() - 2, calls.size())).containsExactly("deregister", "close");
		this.service.poll(Duration.ofMillis(300));
		assertThat(this.one.calls).isEqualTo(calls);
	}

	@Test
	void whenStartedAgainThenEverythingBeginsAnew() {
		this.one.discover = FakeStrategy.answering("10.0.0.2");
		start(rarely(this.one));
		this.service.poll(PATIENCE);
		this.service.stop();
		this.one.discover = FakeStrategy.answering("10.0.0.3");
		this.service.start("shop", SELF);
		assertThat(this.service.poll(PATIENCE).addresses()).isEqualTo(FakeStrategy.addresses("10.0.0.3"));
		assertThat(this.one.count("start")).isEqualTo(2);
		assertThat(this.one.count("register")).isEqualTo(2);
		assertThat(this.service.status().get(0).lastError()).isNull();
	}

	@Test
	void whenStartedAgainThenTheCountsGoOn() {
		this.one.discover = FakeStrategy.failing("the registry is down");
		start(this.one.topology("one"));
		await().until(() -> this.service.status().get(0).failures() >= 3);
		this.service.stop();
		TopologyStatus before = this.service.status().get(0);
		this.one.discover = FakeStrategy.answering("10.0.0.2");
		this.service.start("shop", SELF);
		TopologyStatus after = this.service.status().get(0);
		assertThat(after.polls()).isGreaterThanOrEqualTo(before.polls()).isGreaterThanOrEqualTo(3);
		assertThat(after.failures()).isGreaterThanOrEqualTo(before.failures());
		assertThat(after.lastError()).isNull();
	}

	@Test
	void whatAStrategyCountsIsShownWhetherItRunsOrNot() {
		this.service = DiscoveryService.of(List.of(this.one.topology("one")));
		this.one.counters = () -> Map.of("refused", 1L);
		assertThat(this.service.status().get(0).counters()).isEqualTo(Map.of("refused", 1L));
		this.service.start("shop", SELF);
		this.one.counters = () -> Map.of("refused", 2L);
		assertThat(this.service.status().get(0).counters()).isEqualTo(Map.of("refused", 2L));
		this.one.counters = () -> {
			throw new IllegalStateException("It cannot count");
		};
		assertThat(this.service.status().get(0).counters()).isEmpty();
	}

	@Test
	void whenOneFailsThenTheOtherIsPolledOnAndTheErrorIsShown() {
		this.one.discover = FakeStrategy.failing("the registry is down");
		this.two.discover = FakeStrategy.answering("10.0.0.2");
		start(this.one.topology("one"), this.two.topology("two"));
		assertThat(this.service.poll(PATIENCE).addresses()).isEqualTo(FakeStrategy.addresses("10.0.0.2"));
		await().until(() -> this.two.discoveries.get() >= 5);
		TopologyStatus status = this.service.status().get(0);
		assertThat(status.lastError()).contains("the registry is down");
		assertThat(status.failures()).isPositive();
		assertThat(status.lastSuccess()).isNull();
		assertThat(this.service.status().get(1).lastError()).isNull();
	}

	@Test
	void whenOneCrashesThenTheOtherIsPolledOn() {
		this.one.discover = () -> {
			throw new NoClassDefFoundError("com/example/Registry");
		};
		this.one.start = () -> {
			throw new StackOverflowError();
		};
		this.two.discover = FakeStrategy.answering("10.0.0.2");
		start(this.one.topology("one"), this.two.topology("two"));
		await().until(() -> this.two.discoveries.get() >= 3);
		this.one.start = () -> Set.of();
		await().until(() -> this.one.discoveries.get() >= 1);
		await()
			.untilAsserted(() -> assertThat(this.service.status().get(0).lastError()).contains("NoClassDefFoundError"));
	}

	@Test
	void whenAnErrorFollowsAnAnswerThenTheAnswerStays() {
		this.one.discover = FakeStrategy.answering("10.0.0.2");
		start(this.one.topology("one"));
		this.service.poll(PATIENCE);
		this.one.discover = FakeStrategy.failing("down");
		await().until(() -> this.service.status().get(0).lastError() != null);
		assertThat(this.service.candidates().addresses()).isEqualTo(FakeStrategy.addresses("10.0.0.2"));
		this.one.discover = FakeStrategy.answering("10.0.0.3");
		await().until(() -> this.service.status().get(0).lastError() == null);
		assertThat(this.service.candidates().addresses()).isEqualTo(FakeStrategy.addresses("10.0.0.3"));
	}

	@Test
	void whenAnEmptyAnswerFollowsAnAnswerThenItIsEmpty() {
		this.one.discover = FakeStrategy.answering("10.0.0.2");
		start(this.one.topology("one"));
		this.service.poll(PATIENCE);
		this.one.discover = FakeStrategy.answering();
		await().until(() -> this.service.candidates().addresses().isEmpty());
		assertThat(this.service.status().get(0).lastError()).isNull();
	}

	@Test
	@SuppressWarnings("NullAway") // users' strategies may not be checked by it
	void whenTheAnswerIsNullThenThatIsAnError() {
		this.one.discover = () -> null;
		start(this.one.topology("one"));
		this.service.poll(PATIENCE);
		assertThat(this.service.status().get(0).lastError()).contains("NullPointerException");
	}

	@Test
	void whenOneHangsThenItIsInterruptedAndDoesNotDelayTheOther() {
		this.one.discover = FakeStrategy.hanging();
		this.two.discover = FakeStrategy.answering("10.0.0.2");
		start(this.one.topology("one"), this.two.topology("two"));
		assertThat(this.service.poll(PATIENCE).addresses()).isEqualTo(FakeStrategy.addresses("10.0.0.2"));
		assertThat(this.service.status().get(0).lastError()).contains("did not answer within 0.3 s");
		this.one.discover = FakeStrategy.answering("10.0.0.3");
		await().until(() -> this.service.candidates().addresses().size() == 2);
		assertThat(this.service.status().get(0).lastError()).isNull();
	}

	@Test
	void whenOneIsDeafToTheInterruptThenPollsDoNotWaitForIt() {
		this.one.discover = FakeStrategy.deaf(this.release);
		this.two.discover = FakeStrategy.answering("10.0.0.2");
		start(this.one.topology("one"), this.two.topology("two"));
		assertThat(this.service.poll(PATIENCE).addresses()).isEqualTo(FakeStrategy.addresses("10.0.0.2"));
		assertThat(this.service.poll(PATIENCE).mayFound()).isFalse();
		assertThat(this.one.discoveries).hasValue(1);
		await().until(() -> this.two.discoveries.get() >= 3);
	}

	@Test
	void whenOneIsDeafThenStopAndStartDoNotWaitForItAndNeverCallItConcurrently() {
		this.one.discover = FakeStrategy.deaf(this.release);
		this.two.discover = FakeStrategy.answering("10.0.0.2");
		start(this.one.topology("one"), this.two.topology("two"));
		await().until(() -> this.one.discoveries.get() == 1);
		this.service.stop();
		assertThat(this.two.calls).endsWith("close");
		this.service.start("shop", SELF);
		assertThat(this.service.poll(PATIENCE).addresses()).isEqualTo(FakeStrategy.addresses("10.0.0.2"));
		assertThat(this.service.status().get(0).lastError()).contains("has not returned yet");
		this.one.discover = FakeStrategy.answering("10.0.0.3");
		this.release.countDown();
		await().until(() -> this.service.candidates().addresses().size() == 2);
		assertThat(this.one.calledConcurrently).isFalse();
		assertThat(this.one.calls).containsSequence("deregister", "close", "start");
	}

	@Test
	void whenStoppedDuringACallThenTheCallIsInterrupted() {
		this.one.discover = FakeStrategy.hanging();
		start(Duration.ofMinutes(5), this.one.topology("one"));
		await().until(() -> this.one.discoveries.get() == 1);
		this.service.stop();
		assertThat(this.one.calls).endsWith("discover", "deregister", "close");
	}

	@Test
	void whenDeregisterHangsThenItIsInterruptedAndTheStrategyIsClosed() {
		this.one.deregister = FakeStrategy.hanging();
		start(this.one.topology("one"));
		this.service.poll(PATIENCE);
		this.service.stop();
		await().untilAsserted(() -> assertThat(this.one.calls).endsWith("deregister", "close"));
	}

	@Test
	void whenStartFailsThenItIsTriedAgain() {
		this.one.start = FakeStrategy.failing("no such interface");
		start(this.one.topology("one"));
		this.service.poll(PATIENCE);
		assertThat(this.service.status().get(0).lastError()).contains("no such interface");
		assertThat(this.one.discoveries).hasValue(0);
		this.one.start = () -> Set.of();
		await().until(() -> this.service.status().get(0).lastError() == null && this.one.discoveries.get() > 0);
	}

	@Test
	void whenRegisterFailsThenItIsTriedAgainAndPeersAreFoundMeanwhile() {
		this.one.register = FakeStrategy.failing("not yet");
		this.one.discover = FakeStrategy.answering("10.0.0.2");
		start(this.one.topology("one"));
		assertThat(this.service.poll(PATIENCE).addresses()).hasSize(1);
		assertThat(this.service.status().get(0).lastError()).contains("cannot register this node: not yet");
		this.one.register = () -> Set.of();
		await().until(() -> this.service.status().get(0).lastError() == null);
		int registrations = this.one.count("register");
		await().until(() -> this.one.discoveries.get() >= registrations + 3);
		assertThat(this.one.count("register")).isEqualTo(registrations);
	}

	@Test
	void whenTheStrategyReportsAChangeThenItIsAskedAtOnce() {
		this.one.discover = FakeStrategy.answering("10.0.0.2");
		start(rarely(this.one));
		this.service.poll(PATIENCE);
		int before = this.one.discoveries.get();
		this.one.discover = FakeStrategy.answering("10.0.0.3");
		this.one.change();
		await().until(() -> this.service.candidates().addresses().equals(FakeStrategy.addresses("10.0.0.3")));
		assertThat(this.one.discoveries).hasValue(before + 1);
	}

	@Test
	void whenPolledThenTheAnswerIsOneGivenAfterTheCall() {
		start(rarely(this.one));
		this.service.poll(PATIENCE);
		int before = this.one.discoveries.get();
		for (int i = 2; i < 50; i++) {
			this.one.discover = FakeStrategy.answering("10.0.0." + i);
			assertThat(this.service.poll(PATIENCE).addresses()).isEqualTo(FakeStrategy.addresses("10.0.0." + i));
		}
		assertThat(this.one.discoveries).hasValue(before + 48);
	}

	@Test
	void whenCandidatesChangeThenListenersAreRunUntilClosed() {
		AtomicInteger changes = new AtomicInteger();
		this.one.discover = FakeStrategy.answering("10.0.0.2");
		this.service = new DefaultDiscoveryService(List.of(rarely(this.one)));
		this.service.addChangeListener(() -> {
			throw new IllegalStateException("a listener of bad manners");
		});
		Registration registration = this.service.addChangeListener(changes::incrementAndGet);
		this.service.start("shop", SELF);
		this.service.poll(PATIENCE);
		assertThat(changes).hasValue(1);
		this.service.poll(PATIENCE);
		assertThat(changes).hasValue(1);
		this.one.discover = FakeStrategy.answering("10.0.0.3");
		this.service.poll(PATIENCE);
		assertThat(changes).hasValue(2);
		registration.close();
		this.one.discover = FakeStrategy.answering();
		this.service.poll(PATIENCE);
		assertThat(changes).hasValue(2);
	}

	@Test
	void whenNothingChangesThenItIsAskedOncePerIntervalAndNobodyIsTold() {
		AtomicInteger changes = new AtomicInteger();
		this.one.discover = FakeStrategy.answering("10.0.0.2");
		this.service = new DefaultDiscoveryService(List.of(this.one.topology("one")));
		this.service.addChangeListener(changes::incrementAndGet);
		long begin = System.nanoTime();
		this.service.start("shop", SELF);
		await().until(() -> this.one.discoveries.get() >= 12);
		int asked = this.one.discoveries.get();
		long intervals = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 100;
		assertThat(asked).isLessThanOrEqualTo((int) intervals + 1);
		assertThat(this.service.status().get(0).polls()).isGreaterThanOrEqualTo(asked);
		assertThat(changes).as("told of the first answer").hasValue(1);
	}

	@Test
	void whatIsNotKnownIsToldApartFromNobodyAndFromNobodyWhoIsReady() {
		start(this.one.topology("one"));
		this.service.poll(PATIENCE);
		assertThat(answer()).isEqualTo(TopologyStatus.Answer.NONE);
		this.one.remark = "the name does not exist";
		await().until(() -> answer() == TopologyStatus.Answer.NONE_READY);
		this.one.discover = FakeStrategy.answering("10.0.0.2");
		await().until(() -> answer() == TopologyStatus.Answer.FOUND);
		this.one.discover = FakeStrategy.failing("down");
		await().until(() -> answer() == TopologyStatus.Answer.UNKNOWN);
		assertThat(this.service.candidates().addresses()).isEqualTo(FakeStrategy.addresses("10.0.0.2"));
	}

	private TopologyStatus.Answer answer() {
		return this.service.status().get(0).answer();
	}

	@Test
	void whenAHundredThousandAddressesAreListedThenSomeAreUsedAndTheRestIsCounted() {
		Set<PeerAddress> many = new LinkedHashSet<>();
		for (int i = 0; i < 100_000; i++) {
			many.add(new PeerAddress("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), 7800));
		}
		this.one.discover = () -> many;
		start(Duration.ofSeconds(30), rarely(this.one));
		assertThat(this.service.poll(PATIENCE).addresses()).hasSize(TopologyStatus.MAX_ADDRESSES);
		assertThat(this.service.status().get(0).refused()).isEqualTo(100_000 - TopologyStatus.MAX_ADDRESSES);
	}

	@Test
	void whenStartedAndStoppedAllTheTimeThenNoThreadIsLeft() {
		this.service = new DefaultDiscoveryService(List.of(new Topology("whirl", this.one)));
		for (int i = 0; i < 50; i++) {
			this.service.start("shop", SELF);
			this.service.stop();
		}
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().endsWith("-whirl")));
		assertThat(this.one.calledConcurrently).isFalse();
		assertThat(this.one.count("close")).isEqualTo(this.one.count("start"));
	}

}
