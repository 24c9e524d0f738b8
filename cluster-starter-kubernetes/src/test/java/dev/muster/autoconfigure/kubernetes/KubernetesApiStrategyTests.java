package dev.muster.autoconfigure.kubernetes;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.PeerAddress;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link KubernetesApiStrategy}, with a server of the API that is made to fail.
 */
class KubernetesApiStrategyTests {

	private static final PeerAddress ONE = new PeerAddress("10.0.0.1", 7800);

	private static final PeerAddress TWO = new PeerAddress("10.0.0.2", 7800);

	private final ApiServer server = new ApiServer();

	private final KubernetesClient client = this.server.client();

	private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

	private final AtomicInteger changes = new AtomicInteger();

	private final AtomicLong ahead = new AtomicLong();

	private final KubernetesApiStrategy strategy = strategy(SliceSelection.ofService(ApiServer.NAMESPACE, "shop"));

	@AfterEach
	void close() {
		this.strategy.close();
		this.client.close();
		this.server.close();
		this.scheduler.shutdownNow();
	}

	@Test
	void whileTheWatchIsOpenThenChangesAreKnownWithoutAList() {
		this.server.put(slice(true, false));
		start(this.strategy, Duration.ofSeconds(10));
		assertThat(this.strategy.discover()).containsExactlyInAnyOrder(ONE, TWO);
		awaitWatch(1);
		int lists = this.server.lists();
		int before = this.changes.get();
		this.server.delete(slice(true, false));
		eventually().untilAsserted(() -> assertThat(this.changes.get()).isGreaterThan(before));
		assertThat(this.strategy.discover()).isEmpty();
		this.server.put(slice(true, true));
		eventually().untilAsserted(() -> assertThat(this.strategy.discover()).containsExactlyInAnyOrder(ONE, TWO));
		assertThat(this.server.lists()).isEqualTo(lists);
	}

	@Test
	void onlySlicesOfTheServiceOrLabelsAreRead() {
		this.server.put(slice(true, false));
		this.server
			.put(ApiServer.slice("other-1", "other").addToEndpoints(ApiServer.pod("10.0.9.9", true).build()).build());
		this.server.put(ApiServer.slice("shop-1", "shop")
			.editMetadata()
			.withNamespace("elsewhere")
			.endMetadata()
			.addToEndpoints(ApiServer.pod("10.0.8.8", true).build())
			.build());
		start(this.strategy, Duration.ofSeconds(10));
		assertThat(this.strategy.discover()).containsExactlyInAnyOrder(ONE, TWO);
		KubernetesApiStrategy labelled = strategy(SliceSelection.ofLabels(ApiServer.NAMESPACE, "app=shop"));
		start(labelled, Duration.ofSeconds(10));
		assertThat(labelled.discover()).containsExactlyInAnyOrder(ONE, TWO, new PeerAddress("10.0.9.9", 7800));
		labelled.close();
	}

	@Test
	void whenTheWatchEndsThenListsAndWatchesAgain() {
		this.server.put(slice(true, false));
		start(this.strategy, Duration.ofSeconds(10));
		this.strategy.discover();
		awaitWatch(1);
		this.ahead.addAndGet(Duration.ofSeconds(2).toNanos()); // it lived for a while
		int lists = this.server.lists();
		int before = this.changes.get();
		this.server.closeWatches();
		eventually().untilAsserted(() -> assertThat(this.changes.get()).isGreaterThan(before));
		assertThat(this.strategy.discover()).containsExactlyInAnyOrder(ONE, TWO);
		assertThat(this.server.lists()).isEqualTo(lists + 1);
		awaitWatch(2);
	}

	@Test
	void whenAWatchEndsAtOnceThenItIsNotTriedInALoop() {
		this.server.put(slice(true, false));
		start(this.strategy, Duration.ofSeconds(10));
		this.strategy.discover();
		awaitWatch(1);
		int before = this.changes.get();
		this.server.closeWatches();
		eventually().untilAsserted(() -> assertThat(this.strategy.counters()).containsEntry("failed-watches", 1L));
		assertThat(this.changes).hasValue(before);
		assertThat(this.strategy.discover()).containsExactlyInAnyOrder(ONE, TWO);
	}

	@Test
	void whenAWatchSaysNonsenseThenListsAndWatchesAgain() {
		this.server.put(slice(true, false));
		start(this.strategy, Duration.ofSeconds(10));
		this.strategy.discover();
		awaitWatch(1);
		this.server.say("}{ garbage");
		eventually().untilAsserted(() -> assertThat(this.strategy.counters()).containsEntry("failed-watches", 1L));
		assertThat(this.strategy.discover()).containsExactlyInAnyOrder(ONE, TWO);
		awaitWatch(2);
	}

	@Test
	void whenItMayNotWatchThenTheListIsAskedForAtEachPoll() {
		this.server.failWatches(ApiServer.status(403));
		this.server.put(slice(true, false));
		start(this.strategy, Duration.ofSeconds(10));
		assertThat(this.strategy.discover()).containsExactlyInAnyOrder(ONE, TWO);
		eventually().untilAsserted(() -> assertThat(this.strategy.counters()).containsEntry("failed-watches", 1L));
		this.server.delete(slice(true, false));
		assertThat(this.strategy.discover()).isEmpty();
		assertThat(this.server.lists()).isEqualTo(2);
	}

	@Test
	void howeverWellTheWatchSeemsToBeThenListsNowAndThen() {
		this.server.put(slice(true, false));
		start(this.strategy, Duration.ofSeconds(10));
		this.strategy.discover();
		awaitWatch(1);
		int lists = this.server.lists();
		this.strategy.discover();
		assertThat(this.server.lists()).isEqualTo(lists);
		this.ahead.addAndGet(KubernetesApiStrategy.RESYNC.toNanos());
		assertThat(this.strategy.discover()).containsExactlyInAnyOrder(ONE, TWO);
		assertThat(this.server.lists()).isEqualTo(lists + 1);
		assertThat(this.server.watches()).isOne();
	}

	@Test
	void whenItMayNotListThenNamesThePermissionThatIsMissing() {
		this.server.failLists(ApiServer.status(403));
		assertThatItFails(Duration.ofSeconds(10)).withMessageContaining("may not list endpointslices")
			.withMessageContaining("namespace 'shop-ns' (403)")
			.withMessageContaining(
					"apiGroups [discovery.k8s.io], resources [endpointslices] and verbs [get, list, watch]");
	}

	@Test
	void eachFailureHasItsText() {
		this.server.failLists(ApiServer.status(401));
		assertThatItFails(Duration.ofSeconds(10)).withMessageContaining("does not accept the token");
		this.server.failLists(ApiServer.status(404));
		assertThatItFails(Duration.ofSeconds(10)).withMessageContaining("1.21");
		this.server.failLists(ApiServer.status(500));
		assertThatItFails(Duration.ofSeconds(10)).withMessageContaining("answers 500");
		this.server.failLists(ApiServer.body("<html>" + "x".repeat(5000) + "</html>"));
		assertThatItFails(Duration.ofSeconds(10)).withMessageContaining("is no list of EndpointSlices");
		this.server.failLists(ApiServer.body("{\"kind\":\"EndpointSliceList\",\"items\":[{\"metadata\":3}]}"));
		assertThatItFails(Duration.ofSeconds(10)).withMessageContaining("is no list of EndpointSlices");
		this.server.heal();
		assertThat(this.strategy.discover()).isEmpty();
	}

	@Test
	void whenTheServerIsSlowThenFailsBeforeTheDeadline() {
		this.server.failLists(ApiServer.slow(Duration.ofSeconds(5)));
		long begin = System.nanoTime();
		assertThatItFails(Duration.ofMillis(800)).withMessageContaining("does not answer in time");
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
	}

	@Test
	void whenTheServerIsNotThereThenSaysSo() {
		this.server.close();
		assertThatItFails(Duration.ofSeconds(10)).withMessageContaining("cannot be reached");
	}

	@Test
	void itListsThisNodeIfPodsThatAreNotReadyAreListed() {
		assertThat(this.strategy.listsSelf()).isTrue();
		assertThat(new KubernetesApiStrategy(this.client, SliceSelection.ofService("a", "b"),
				new SliceReader(null, 7800, false), System::nanoTime)
			.listsSelf()).isFalse();
	}

	@Test
	void whenClosedThenTheWatchIsClosed() {
		this.server.put(slice(true, true));
		start(this.strategy, Duration.ofSeconds(10));
		this.strategy.discover();
		awaitWatch(1);
		this.strategy.close();
		eventually().untilAsserted(() -> assertThat(this.server.openWatches()).isZero());
		assertThat(this.strategy.counters()).containsEntry("failed-watches", 0L);
	}

	private org.assertj.core.api.ThrowableAssertAlternative<DiscoveryException> assertThatItFails(Duration deadline) {
		start(this.strategy, deadline);
		return assertThatExceptionOfType(DiscoveryException.class).isThrownBy(this.strategy::discover)
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(500));
	}

	// The watch has also said what it says when it opens
	private void awaitWatch(int number) {
		eventually().untilAsserted(() -> {
			assertThat(this.server.watches()).isEqualTo(number);
			assertThat(this.server.openWatches()).isOne();
			int lists = this.server.lists();
			this.strategy.discover();
			assertThat(this.server.lists()).isEqualTo(lists);
		});
	}

	private static ConditionFactory eventually() {
		return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
	}

	private KubernetesApiStrategy strategy(SliceSelection selection) {
		return new KubernetesApiStrategy(this.client, selection, new SliceReader(null, 7800, true), this.ahead::get);
	}

	private void start(KubernetesApiStrategy started, Duration deadline) {
		started.start(new DiscoveryContext("shop", ONE, InstantSource.system(), this.scheduler, deadline,
				this.changes::incrementAndGet));
	}

	private static EndpointSlice slice(boolean firstReady, boolean secondReady) {
		return ApiServer.slice("shop-1", "shop")
			.addToEndpoints(ApiServer.pod(ONE.host(), firstReady).build(),
					ApiServer.pod(TWO.host(), secondReady).build())
			.build();
	}

}
