package dev.muster.test.discovery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.DiscoveryService;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;
import dev.muster.discovery.Topology;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each {@link DiscoveryStrategy} must do. Extend it in the test of a strategy: all
 * that {@link #createStrategy()} returns in one test are to be able to find each other,
 * as if each were on a node of its own. For one that makes nodes known extend
 * {@link RegisteringStrategyContract}.
 */
@Timeout(120)
public abstract class DiscoveryStrategyContract {

	/** How long a call may take: {@link DiscoveryContext#deadline()}. */
	protected static final Duration DEADLINE = Duration.ofSeconds(2);

	/** A loaded machine may be slow; none is that slow. */
	private static final Duration GRACE = Duration.ofSeconds(10);

	private static final int FIRST_PORT = 17801;

	private final List<StartedStrategy> strategies = new ArrayList<>();

	/**
	 * Create the strategy of one more node.
	 * @return a strategy, not started
	 * @throws Exception if that failed
	 */
	protected abstract DiscoveryStrategy createStrategy() throws Exception;

	/**
	 * Return whether {@link DiscoveryStrategy#register} makes a node known to the others.
	 */
	boolean registers() {
		return false;
	}

	/**
	 * Do what a clumsy or hostile neighbour may do, such as to send bytes that make no
	 * sense. Does nothing by default.
	 * @throws Exception if that failed
	 */
	protected void disturb() throws Exception {
	}

	/**
	 * Return the address of a node. Nothing listens there.
	 * @param index from 0
	 * @return an address on loopback
	 */
	protected PeerAddress address(int index) {
		return new PeerAddress("127.0.0.1", FIRST_PORT + index);
	}

	/**
	 * Return how long it may take until a node sees what another one did.
	 * @return 10 seconds by default
	 */
	protected Duration visibilityTimeout() {
		return Duration.ofSeconds(10);
	}

	@AfterEach
	void closeAll() {
		this.strategies.forEach(StartedStrategy::close);
	}

	final StartedStrategy start(int index) throws Exception {
		return start(createStrategy(), index, "contract");
	}

	final StartedStrategy start(DiscoveryStrategy strategy, int index, String clusterName) {
		StartedStrategy started = new StartedStrategy(strategy, clusterName, address(index));
		this.strategies.add(started);
		return started;
	}

	final ConditionFactory await() {
		return Awaitility.await().atMost(visibilityTimeout());
	}

	@Test
	void whenCreatedThenItHasAName() throws Exception {
		assertThat(createStrategy().name()).isNotBlank();
	}

	@Test
	void whatItCountsHasTheSameNamesBeforeItsStartAndAfterItsEnd() throws Exception {
		DiscoveryStrategy strategy = createStrategy();
		Set<String> names = Set.copyOf(strategy.counters().keySet());
		StartedStrategy started = start(strategy, 0, "contract");
		assertThat(strategy.counters()).containsOnlyKeys(names);
		started.close();
		assertThat(strategy.counters()).containsOnlyKeys(names)
			.allSatisfy((name, count) -> assertThat(count).isNotNegative());
	}

	@Test
	void whenNeverStartedThenCloseDoesNothing() throws Exception {
		DiscoveryStrategy strategy = createStrategy();
		strategy.deregister();
		strategy.close();
		strategy.close();
	}

	@Test
	void whenAloneThenItAnswersWithinTheDeadline() throws Exception {
		StartedStrategy one = start(0).register();
		long begin = System.nanoTime();
		Set<PeerAddress> answer = one.discover();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(DEADLINE.plus(GRACE));
		if (registers()) {
			assertThat(answer).isSubsetOf(Set.of(address(0)));
		}
	}

	@Test
	void aRegisteredNodeIsInItsOwnAnswerIfAndOnlyIfTheStrategySaysSo() throws Exception {
		StartedStrategy one = start(0).register();
		await()
			.untilAsserted(() -> assertThat(one.discover().contains(address(0))).isEqualTo(one.strategy.listsSelf()));
	}

	@Test
	void whenTwoAreRegisteredThenTheyFindEachOther() throws Exception {
		StartedStrategy one = start(0).register();
		one.discover();
		StartedStrategy two = start(1).register();
		await().untilAsserted(() -> assertThat(two.discover()).contains(address(0)));
		await().untilAsserted(() -> assertThat(one.discover()).contains(address(1)));
	}

	@Test
	void whenOneIsClosedWithoutDeregisteringThenTheOthersAreFoundStill() throws Exception {
		StartedStrategy one = start(0).register();
		StartedStrategy two = start(1).register();
		StartedStrategy three = start(2).register();
		await().untilAsserted(() -> assertThat(one.discover()).contains(address(1), address(2)));
		two.close();
		await().untilAsserted(() -> assertThat(one.discover()).contains(address(2)));
		await().untilAsserted(() -> assertThat(three.discover()).contains(address(0)));
	}

	@Test
	void whenClosedThenItCanStartAgain() throws Exception {
		DiscoveryStrategy strategy = createStrategy();
		StartedStrategy two = start(1).register();
		for (int i = 0; i < 3; i++) {
			StartedStrategy one = start(strategy, 0, "contract").register();
			await().untilAsserted(() -> assertThat(one.discover()).contains(address(1)));
			await().untilAsserted(() -> assertThat(two.discover()).contains(address(0)));
			strategy.deregister();
			one.close();
			one.close();
		}
	}

	@Test
	void whenTheAnswerIsChangedByTheCallerThenTheNextAnswerIsNot() throws Exception {
		StartedStrategy one = start(0).register();
		StartedStrategy two = start(1).register();
		await().untilAsserted(() -> assertThat(two.discover()).contains(address(0)));
		try {
			two.discover().clear();
		}
		catch (UnsupportedOperationException ex) {
			return; // better still
		}
		assertThat(two.discover()).contains(one.context.self());
	}

	@Test
	void whenDisturbedThenTheNodesAreFoundAllTheSame() throws Exception {
		StartedStrategy one = start(0).register();
		StartedStrategy two = start(1).register();
		disturb();
		await().untilAsserted(() -> assertThat(one.discover()).contains(address(1)));
		await().untilAsserted(() -> assertThat(two.discover()).contains(address(0)));
		Set<PeerAddress> known = registers() ? Set.of(address(0), address(1)) : one.discover();
		assertThat(one.discover()).isSubsetOf(known);
	}

	@Test
	void whenRunByTheServiceThenNodesFindEachOtherAndForgetWhoStops() throws Exception {
		DiscoveryService one = DiscoveryService.of(List.of(topology()));
		DiscoveryService two = DiscoveryService.of(List.of(topology()));
		try {
			one.start("contract", address(0));
			one.poll(DEADLINE);
			two.start("contract", address(1));
			await().untilAsserted(() -> assertThat(two.poll(DEADLINE).addresses()).contains(address(0)));
			await().untilAsserted(() -> assertThat(one.candidates().addresses()).contains(address(1)));
			two.stop();
			if (registers()) {
				await().untilAsserted(() -> assertThat(one.candidates().addresses()).doesNotContain(address(1)));
			}
			await().untilAsserted(
					() -> assertThat(one.status()).allSatisfy((status) -> assertThat(status.lastError()).isNull()));
		}
		finally {
			one.stop();
			two.stop();
		}
	}

	private Topology topology() throws Exception {
		return new Topology("contract", createStrategy(), Duration.ofMillis(200));
	}

	/**
	 * A strategy with what it was started with.
	 */
	static final class StartedStrategy {

		final DiscoveryStrategy strategy;

		private final DiscoveryContext context;

		private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "contract-scheduler");
			thread.setDaemon(true);
			return thread;
		});

		private final AtomicInteger changes = new AtomicInteger();

		StartedStrategy(DiscoveryStrategy strategy, String clusterName, PeerAddress self) {
			this.strategy = strategy;
			this.context = new DiscoveryContext(clusterName, self, InstantSource.system(), this.scheduler, DEADLINE,
					this.changes::incrementAndGet);
			strategy.start(this.context);
		}

		StartedStrategy register() {
			this.strategy.register(this.context.self());
			return this;
		}

		Set<PeerAddress> discover() throws DiscoveryException {
			return this.strategy.discover();
		}

		void close() {
			try {
				this.strategy.close();
			}
			catch (Exception ex) {
				throw new AssertionError("close must not fail", ex);
			}
			finally {
				this.scheduler.shutdownNow();
			}
		}

	}

}
