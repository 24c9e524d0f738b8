package dev.muster.autoconfigure.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.discovery.DiscoveryService;
import dev.muster.discovery.PeerAddress;
import dev.muster.discovery.TopologyStatus;
import dev.muster.pubsub.OutboundStatus;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.PubSubStatistics;
import dev.muster.pubsub.ReplayRingStatus;
import dev.muster.pubsub.ReplayStatistics;
import dev.muster.pubsub.RequestStatistics;
import dev.muster.pubsub.SubscriptionStatus;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.LinkStatus;
import dev.muster.transport.LinkTotals;
import dev.muster.transport.Refusal;
import dev.muster.transport.SearchStatus;
import dev.muster.transport.SearchedAddress;
import dev.muster.transport.TransportStatistics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ClusterMetricsAutoConfiguration} and its meters.
 */
class ClusterMetricsAutoConfigurationTests {

	private static final Member ONE = new Member(new MemberId(0, 1), "one", "127.0.0.1", 7800, Map.of());

	private static final Member TWO = new Member(new MemberId(0, 2), "two", "c", 1, Map.of());

	private final ClusterNode node = mock(ClusterNode.class);

	private final Cluster cluster = mock(Cluster.class);

	private final PubSub pubSub = mock(PubSub.class);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterMetricsAutoConfiguration.class))
		.withBean(ClusterNode.class, () -> this.node)
		.withBean(Cluster.class, () -> this.cluster)
		.withBean(PubSub.class, () -> this.pubSub);

	@BeforeEach
	void node() {
		DiscoveryService discovery = mock(DiscoveryService.class);
		ClusterTransport transport = mock(ClusterTransport.class);
		given(this.node.discovery()).willReturn(discovery);
		given(this.node.transport()).willReturn(transport);
		given(discovery.status())
			.willReturn(List.of(new TopologyStatus("here", "local", 31, 1, null, null, Set.of(), 0, Map.of(), ""),
					new TopologyStatus("there", "dns", 32, 2, null, null, Set.of(new PeerAddress("a", 1)), 0,
							Map.of("malformed", 33L, "heard", 34L), "")));
		given(transport.search()).willReturn(new SearchStatus(List.of(searched("a:1", SearchedAddress.Outcome.MEMBER),
				searched("b:1", SearchedAddress.Outcome.TIMED_OUT), searched("c:1", SearchedAddress.Outcome.TIMED_OUT)),
				41));
		given(transport.addViewListener(any())).willReturn(() -> {
		});
		given(transport.self()).willReturn(ONE);
		given(transport.view()).willReturn(new ClusterView(7, ONE, List.of(ONE, TWO)));
		given(transport.linkTotals()).willReturn(new LinkTotals(41, 42, 43, 44, 45, 46, 47, 48,
				Map.of(Refusal.Reason.OTHER_CLUSTER, 49L), Map.of(Refusal.Reason.UNAUTHENTICATED, 50L)));
		given(transport.links())
			.willReturn(List.of(link("a:1", true, 10), link("b:1", false, 40), link("c:1", true, 20)));
		given(transport.statistics()).willReturn(new TransportStatistics(11, 12, 13, 14, 15, 16, 17, 18));
		given(this.pubSub.statistics()).willReturn(new PubSubStatistics(21, 22, 23, 24, 25, 26, 27, 28, 29, 30));
		given(this.pubSub.requestStatistics())
			.willReturn(new RequestStatistics(71, 72, 73, 74, 75, 76, 77, 78, 79, 80));
		given(this.pubSub.replayStatistics()).willReturn(new ReplayStatistics(81, 82, 83, 84));
		given(this.pubSub.replayRings())
			.willReturn(List.of(new ReplayRingStatus("a", 10, 1, 20), new ReplayRingStatus("b", 10, 2, 30)));
		given(this.pubSub.subscriptions()).willReturn(
				List.of(new SubscriptionStatus("a", "a", null, false, "t", 3, 10, 0, 0, 0, Duration.ZERO, false),
						new SubscriptionStatus("b", "b", null, false, "t", 4, 10, 0, 0, 0, Duration.ZERO, false)));
		given(this.cluster.view()).willReturn(new ClusterView(7, ONE, List.of(ONE)));
	}

	@ParameterizedTest
	@CsvSource({ "published,21", "sent,22", "received,23", "delivered,24", "failed,25", "undecodable,26", "dropped,27",
			"undeliverable,28", "unclaimed,29", "lost,30" })
	void countersOfTheBus(String name, double value) {
		run(() -> assertThat(this.registry.get("muster.pubsub." + name).functionCounter().count()).isEqualTo(value));
	}

	@ParameterizedTest
	@CsvSource({ "opened,72", "timed-out,73", "rejected,74", "late,75", "served,77", "refused,78", "expired,79",
			"unanswered,80" })
	void countersOfRequests(String name, double value) {
		run(() -> assertThat(this.registry.get("muster.pubsub.requests." + name).functionCounter().count())
			.isEqualTo(value));
	}

	@ParameterizedTest
	@CsvSource({ "requests,81", "replayed,82", "unfilled,83", "resent,84" })
	void countersOfReplay(String name, double value) {
		run(() -> assertThat(this.registry.get("muster.pubsub.replay." + name).functionCounter().count())
			.isEqualTo(value));
	}

	@ParameterizedTest
	@CsvSource({ "messages,3", "size,50" })
	void whatIsKept(String name, double value) {
		run(() -> assertThat(this.registry.get("muster.pubsub.replay." + name).gauge().value()).isEqualTo(value));
	}

	@ParameterizedTest
	@CsvSource({ "open,71", "serving,76" })
	void requestsThatAreUnderWay(String name, double value) {
		run(() -> assertThat(this.registry.get("muster.pubsub.requests." + name).gauge().value()).isEqualTo(value));
	}

	@ParameterizedTest
	@CsvSource({ "frames,sent,11", "frames,received,12", "bytes,sent,13", "bytes,received,14" })
	void countersOfTheTransport(String name, String direction, double value) {
		run(() -> assertThat(
				this.registry.get("muster.transport." + name).tag("direction", direction).functionCounter().count())
			.isEqualTo(value));
	}

	@Test
	void otherMeters() {
		run(() -> {
			assertThat(this.registry.get("muster.members").gauge().value()).isEqualTo(1);
			assertThat(this.registry.get("muster.view.changes").functionCounter().count()).isEqualTo(17);
			assertThat(this.registry.get("muster.transport.dropped").functionCounter().count()).isEqualTo(15);
			assertThat(this.registry.get("muster.transport.invalid").functionCounter().count()).isEqualTo(16);
			assertThat(this.registry.get("muster.transport.unknown").functionCounter().count()).isEqualTo(18);
			assertThat(this.registry.get("muster.transport.links").gauge().value()).isEqualTo(2);
			assertThat(this.registry.get("muster.transport.queued").gauge().value()).isEqualTo(30);
			assertThat(this.registry.get("muster.pubsub.queued").gauge().value()).isEqualTo(7);
		});
	}

	@ParameterizedTest
	@CsvSource({ "other-cluster,self,49", "other-cluster,peer,0", "unauthenticated,peer,50", "timed-out,self,43",
			"pushed-out,self,42", "broken-off,peer,44" })
	void handshakesThatFailed(String reason, String by, double value) {
		run(() -> assertThat(this.registry.get("muster.transport.handshakes.failed")
			.tags("reason", reason, "by", by)
			.functionCounter()
			.count()).isEqualTo(value));
	}

	@Test
	void metersOfConnectionsThatBelongToNoPeer() {
		run(() -> {
			assertThat(this.registry.get("muster.transport.half.open").gauge().value()).isEqualTo(41);
			assertThat(this.registry.get("muster.transport.no.room").functionCounter().count()).isEqualTo(47);
			assertThat(this.registry.get("muster.transport.unsent").functionCounter().count()).isEqualTo(48);
		});
	}

	@Test
	void metersOfAPeer() {
		run(() -> {
			assertThat(value("frames", "direction", "sent")).isEqualTo(61);
			assertThat(value("bytes", "direction", "sent")).isEqualTo(62);
			assertThat(value("frames", "direction", "received")).isEqualTo(63);
			assertThat(value("bytes", "direction", "received")).isEqualTo(64);
			assertThat(value("queue.depth")).isEqualTo(65);
			assertThat(value("queued")).isEqualTo(20);
			assertThat(value("dropped")).isEqualTo(66);
			assertThat(value("connections")).isEqualTo(1);
			assertThat(this.registry.get("muster.transport.peer.round.trip").timeGauge().value(TimeUnit.MILLISECONDS))
				.isEqualTo(67);
		});
	}

	private double value(String name, String... tags) {
		return this.registry.get("muster.transport.peer." + name)
			.tag("peer", "c:1")
			.tags(tags)
			.meter()
			.measure()
			.iterator()
			.next()
			.getValue();
	}

	@Test
	void metersOfWhatWaitsForAPeer() {
		given(this.pubSub.outbound())
			.willReturn(List.of(new OutboundStatus(TWO, 71, 100, 72, 73, 74, Duration.ofSeconds(75))));
		run(() -> {
			assertThat(this.registry.get("muster.pubsub.outbound.queued").tag("peer", "c:1").gauge().value())
				.isEqualTo(71);
			assertThat(this.registry.get("muster.pubsub.outbound.blocked").timeGauge().value(TimeUnit.SECONDS))
				.isEqualTo(75);
		});
	}

	@Test
	void whenOneQueueIsForAllPeersThenItsMetersSaySo() {
		given(this.pubSub.outbound()).willReturn(List.of(new OutboundStatus(null, 71, 100, 72, 73, 74, Duration.ZERO)));
		run(() -> assertThat(this.registry.get("muster.pubsub.outbound.queued").tag("peer", "all").gauge().value())
			.isEqualTo(71));
	}

	@Test
	void whenTheBoundOfSubscriptionsIsNegativeThenFails() {
		this.contextRunner.withBean(MeterRegistry.class, () -> this.registry)
			.withPropertyValues("muster.metrics.max-subscriptions=-1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("muster.metrics.max-subscriptions"));
	}

	@Test
	void whenTheBoundOfPeersIsNegativeThenFails() {
		this.contextRunner.withBean(MeterRegistry.class, () -> this.registry)
			.withPropertyValues("muster.metrics.max-peers=-1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("muster.metrics.max-peers"));
	}

	@ParameterizedTest
	@CsvSource({ "here,31,1", "there,32,2" })
	void countersOfEachTopology(String topology, double polls, double failures) {
		run(() -> {
			assertThat(this.registry.get("muster.discovery.polls").tag("topology", topology).functionCounter().count())
				.isEqualTo(polls);
			assertThat(
					this.registry.get("muster.discovery.failures").tag("topology", topology).functionCounter().count())
				.isEqualTo(failures);
		});
	}

	@ParameterizedTest
	@CsvSource({ "malformed,33", "heard,34" })
	void countersOfAStrategy(String event, double value) {
		run(() -> {
			assertThat(this.registry.get("muster.discovery.events")
				.tag("topology", "there")
				.tag("event", event)
				.functionCounter()
				.count()).isEqualTo(value);
			assertThat(this.registry.find("muster.discovery.events").tag("topology", "here").meters()).isEmpty();
		});
	}

	@ParameterizedTest
	@CsvSource({ "member,1", "timed-out,2", "other-cluster,0" })
	void addressesByOutcome(String outcome, double value) {
		run(() -> assertThat(this.registry.get("muster.discovery.addresses").tag("outcome", outcome).gauge().value())
			.isEqualTo(value));
	}

	@Test
	void metersOfTheSearch() {
		run(() -> {
			assertThat(this.registry.get("muster.discovery.forgotten").functionCounter().count()).isEqualTo(41);
			assertThat(this.registry.get("muster.discovery.candidates").tag("topology", "there").gauge().value())
				.isEqualTo(1);
		});
	}

	@Test
	void whenTheNodeDoesNotRunThenThereAreNoMembers() {
		given(this.cluster.view()).willThrow(new NotRunningException());
		run(() -> assertThat(this.registry.get("muster.members").gauge().value()).isZero());
	}

	@Test
	void everyMeterIsDescribedAndHasAUnit() {
		run(() -> assertThat(this.registry.getMeters()).hasSizeGreaterThan(15).allSatisfy((meter) -> {
			assertThat(meter.getId().getName()).startsWith("muster.");
			assertThat(meter.getId().getDescription()).isNotBlank();
			assertThat(meter.getId().getBaseUnit()).isNotBlank();
		}));
	}

	@Test
	void whenThereIsNoRegistryThenBacksOff() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(MeterBinder.class));
	}

	@Test
	void whenThereIsNoMicrometerThenBacksOff() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("musterPubSubMetrics"));
	}

	private void run(Runnable assertions) {
		this.contextRunner.withBean(MeterRegistry.class, () -> this.registry).run((context) -> {
			context.getBeansOfType(MeterBinder.class).values().forEach((binder) -> binder.bindTo(this.registry));
			assertions.run();
		});
	}

	private static SearchedAddress searched(String address, SearchedAddress.Outcome outcome) {
		return new SearchedAddress(address, List.of(), outcome, "", 1, null, null, null);
	}

	private static LinkStatus link(String peer, boolean connected, long queued) {
		return new LinkStatus(peer, connected, connected ? 1 : 0, 61, 62, 63, 64, 65, queued, 66,
				Duration.ofMillis(67));
	}

}
