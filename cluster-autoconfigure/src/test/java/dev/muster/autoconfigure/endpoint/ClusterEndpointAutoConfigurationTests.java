package dev.muster.autoconfigure.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.discovery.DiscoveryService;
import dev.muster.discovery.PeerAddress;
import dev.muster.discovery.TopologyStatus;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.PubSubStatistics;
import dev.muster.pubsub.SubscriptionStatus;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.ProtocolVersions;
import dev.muster.transport.LinkStatus;
import dev.muster.transport.LinkTotals;
import dev.muster.transport.Refusal;
import dev.muster.transport.TransportStatistics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ClusterEndpointAutoConfiguration} and {@link ClusterEndpoint}.
 */
class ClusterEndpointAutoConfigurationTests {

	private static final Member ONE = new Member(new MemberId(0, 1), "one", "127.0.0.1", 7800, Map.of("zone", "a"));

	private static final Member TWO = new Member(new MemberId(0, 2), "two", "127.0.0.1", 7801, Map.of());

	private static final LinkStatus LINK = new LinkStatus("127.0.0.1:7800", true, 1, 1, 2, 3, 4, 5, 6, 7,
			Duration.ofMillis(8));

	private static final LinkTotals TOTALS = new LinkTotals(1, 2, 3, 4, 5, 6, 7, 8,
			Map.of(Refusal.Reason.UNAUTHENTICATED, 9L), Map.of(Refusal.Reason.OTHER_CLUSTER, 10L));

	private static final Refusal REFUSAL = new Refusal("10.0.0.9:7800", Refusal.Reason.OTHER_CLUSTER, true, 3,
			Instant.EPOCH);

	private static final TransportStatistics TRANSPORT = new TransportStatistics(1, 2, 3, 4, 5, 6, 7, 8);

	private static final PubSubStatistics PUBSUB = new PubSubStatistics(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

	private static final SubscriptionStatus SUBSCRIPTION = new SubscriptionStatus("s", "a.*", null, false, "String", 1,
			10, 2, 3, 4, Duration.ZERO, false);

	private final ClusterNode node = mock(ClusterNode.class);

	private final Cluster cluster = mock(Cluster.class);

	private final PubSub pubSub = mock(PubSub.class);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterEndpointAutoConfiguration.class))
		.withBean(ClusterNode.class, () -> this.node)
		.withBean(Cluster.class, () -> this.cluster)
		.withBean(PubSub.class, () -> this.pubSub)
		.withPropertyValues("management.endpoints.web.exposure.include=cluster");

	@BeforeEach
	void node() {
		DiscoveryService discovery = mock(DiscoveryService.class);
		ClusterTransport transport = mock(ClusterTransport.class);
		given(this.node.discovery()).willReturn(discovery);
		given(this.node.transport()).willReturn(transport);
		given(discovery.status()).willReturn(List.of(new TopologyStatus("here", "local", 3, 1, Instant.EPOCH, "busy",
				Set.of(new PeerAddress("b", 2), new PeerAddress("a", 1)), 2, Map.of("heard", 9L), "")));
		given(transport.refusals()).willReturn(List.of(REFUSAL));
		given(transport.statistics()).willReturn(TRANSPORT);
		given(transport.channels()).willReturn(List.of(1, 70));
		given(transport.isEncrypted()).willReturn(true);
		given(transport.linkTotals()).willReturn(TOTALS);
		given(transport.links()).willReturn(List.of(LINK));
		given(transport.protocolVersions(ONE.id())).willReturn(Optional.of(new ProtocolVersions(1, 2)));
		given(this.pubSub.statistics()).willReturn(PUBSUB);
		given(this.pubSub.subscriptions()).willReturn(List.of(SUBSCRIPTION));
		given(this.cluster.name()).willReturn("shop");
		given(this.cluster.self()).willReturn(TWO);
		given(this.cluster.view()).willReturn(new ClusterView(7, ONE, List.of(ONE, TWO)));
	}

	@Test
	void tellsAllAboutTheCluster() {
		this.contextRunner.run((context) -> assertThat(context.getBean(ClusterEndpoint.class).cluster())
			.isEqualTo(new ClusterDescriptor("shop", true, "two", "one", 7L, 2, List.of(
					new MemberDescriptor(ONE.id().toString(), "one", "127.0.0.1", 7800, false, true,
							new ProtocolVersions(1, 2), Map.of("zone", "a")),
					new MemberDescriptor(TWO.id().toString(), "two", "127.0.0.1", 7801, true, false, null, Map.of())),
					List.of(REFUSAL),
					List.of(new ClusterDescriptor.TopologyDescriptor("here", "local", 3, 1, "1970-01-01T00:00:00Z",
							"busy", List.of("a:1", "b:2"), 2, Map.of("heard", 9L))),
					true, List.of(LINK), TOTALS, List.of(1, 70), TRANSPORT,
					new ClusterDescriptor.PubSubDescriptor(PUBSUB, List.of(SUBSCRIPTION)))));
	}

	@Test
	void whenTheNodeDoesNotRunThenTellsWhatIsKnown() {
		given(this.cluster.self()).willThrow(new NotRunningException());
		this.contextRunner.run((context) -> {
			ClusterDescriptor descriptor = context.getBean(ClusterEndpoint.class).cluster();
			assertThat(descriptor.running()).isFalse();
			assertThat(descriptor.clusterName()).isEqualTo("shop");
			assertThat(descriptor.members()).isEmpty();
			assertThat(descriptor.refusals()).containsExactly(REFUSAL);
			assertThat(context.getBean(ClusterEndpoint.class).member("one")).isEmpty();
		});
	}

	@Test
	void membersAreFoundByNameAndById() {
		this.contextRunner.run((context) -> {
			ClusterEndpointWebExtension extension = context.getBean(ClusterEndpointWebExtension.class);
			assertThat(extension.part("members", "one").getBody()).isNotNull()
				.extracting(MemberDescriptor::id)
				.isEqualTo(ONE.id().toString());
			assertThat(extension.part("members", TWO.id().toString()).getBody()).isNotNull()
				.extracting(MemberDescriptor::name)
				.isEqualTo("two");
		});
	}

	@Test
	void whatIsNotThereIsNotFound() {
		this.contextRunner.run((context) -> {
			ClusterEndpointWebExtension extension = context.getBean(ClusterEndpointWebExtension.class);
			assertThat(extension.part("members", "three").getStatus()).isEqualTo(WebEndpointResponse.STATUS_NOT_FOUND);
			assertThat(extension.part("secrets", "one").getStatus()).isEqualTo(WebEndpointResponse.STATUS_NOT_FOUND);
		});
	}

	@Test
	void whenTheEndpointIsNotExposedThenThereIsNone() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(ClusterEndpoint.class));
	}

	@Test
	void whenAccessIsNoneThenThereIsNone() {
		this.contextRunner.withPropertyValues("management.endpoint.cluster.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(ClusterEndpoint.class));
	}

	@Test
	void whenThereIsNoActuatorThenBacksOff() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("clusterEndpoint"));
	}

}
