package dev.muster.autoconfigure.it;

import java.time.Duration;
import java.util.List;

import dev.muster.Cluster;
import dev.muster.Member;
import dev.muster.autoconfigure.endpoint.ClusterEndpoint;
import dev.muster.pubsub.PubSub;
import dev.muster.transport.LinkTotals;
import dev.muster.transport.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What meters tell of the connections between two nodes, and of a stranger.
 */
class TransportMetersIT {

	private final Applications applications = new Applications();

	@AfterEach
	void close() {
		this.applications.close();
	}

	@Test
	void eachPeerHasMetersWhileItIsAMemberAndStrangersAreCounted() {
		ConfigurableApplicationContext one = start("one");
		ConfigurableApplicationContext two = start("two");
		Cluster cluster = one.getBean(Cluster.class);
		eventually()
			.until(() -> cluster.view().size() == 2 && one.getBean(PubSub.class).subscribers("text").size() == 2);
		String peer = address(two.getBean(Cluster.class).self());
		MeterRegistry meters = one.getBean(MeterRegistry.class);
		one.getBean(PubSub.class).publish("text", "x".repeat(10_000));
		eventually().untilAsserted(() -> {
			assertThat(peer(meters, "connections", peer).gauge()).isNotNull()
				.satisfies((gauge) -> assertThat(gauge.value()).isGreaterThanOrEqualTo(1));
			assertThat(peer(meters, "bytes", peer).tag("direction", "sent").functionCounter()).isNotNull()
				.satisfies((counter) -> assertThat(counter.count()).isGreaterThan(10_000));
			assertThat(peer(meters, "frames", peer).tag("direction", "received").functionCounter()).isNotNull()
				.satisfies((counter) -> assertThat(counter.count()).isPositive());
			assertThat(peer(meters, "queue.depth", peer).gauge()).isNotNull()
				.satisfies((gauge) -> assertThat(gauge.value()).isZero());
			assertThat(peer(meters, "round.trip", peer).timeGauge()).isNotNull()
				.satisfies((gauge) -> assertThat(gauge.value()).isPositive());
		});

		ConfigurableApplicationContext stranger = this.applications.start(Board.class, WebApplicationType.NONE,
				"muster.node-name=stranger", "muster.cluster-name=another", "muster.topologies.here.strategy=static",
				"muster.topologies.here.static.addresses=" + address(cluster.self()),
				"muster.transport.seed-timeout=1s");
		assertThat(stranger.getBean(Cluster.class).view().size()).isOne();
		assertThat(failures(meters, "self")).isPositive();
		assertThat(failures(stranger.getBean(MeterRegistry.class), "peer")).isPositive();
		LinkTotals totals = one.getBean(ClusterEndpoint.class).cluster().linkTotals();
		assertThat(totals.refusedByUs().get(Refusal.Reason.OTHER_CLUSTER)).isPositive();
		assertThat(meters.find("muster.transport.peer.connections").gauges()).hasSize(1);

		double failures = failures(meters, "self");
		two.close();
		eventually().untilAsserted(() -> assertThat(
				meters.getMeters().stream().filter((meter) -> meter.getId().getTag("peer") != null).toList())
			.isEmpty());
		one.stop();
		assertThat(failures(meters, "self")).as("counters outlive the node").isGreaterThanOrEqualTo(failures);
	}

	@Test
	void whenThereAreMorePeersThanMayHaveMetersThenTheOthersHaveNone() {
		List<ConfigurableApplicationContext> all = List.of(start("one", "muster.metrics.max-peers=1"), start("two"),
				start("three", "muster.metrics.max-peers=0"));
		all.forEach((each) -> eventually().until(() -> each.getBean(Cluster.class).view().size() == 3));
		int[] expected = { 1, 2, 0 };
		for (int i = 0; i < expected.length; i++) {
			MeterRegistry meters = all.get(i).getBean(MeterRegistry.class);
			int count = expected[i];
			eventually().untilAsserted(
					() -> assertThat(meters.find("muster.transport.peer.connections").gauges()).hasSize(count));
		}
	}

	private ConfigurableApplicationContext start(String name, String... properties) {
		String[] all = new String[properties.length + 1];
		System.arraycopy(properties, 0, all, 1, properties.length);
		all[0] = "muster.node-name=" + name;
		return this.applications.start(Board.class, WebApplicationType.NONE, all);
	}

	private static double failures(MeterRegistry meters, String by) {
		return meters.get("muster.transport.handshakes.failed")
			.tags("reason", "other-cluster", "by", by)
			.functionCounter()
			.count();
	}

	private static Search peer(MeterRegistry meters, String name, String peer) {
		return meters.find("muster.transport.peer." + name).tag("peer", peer);
	}

	private static String address(Member member) {
		return member.host() + ":" + member.port();
	}

	private static ConditionFactory eventually() {
		return await().atMost(Duration.ofSeconds(60));
	}

}
