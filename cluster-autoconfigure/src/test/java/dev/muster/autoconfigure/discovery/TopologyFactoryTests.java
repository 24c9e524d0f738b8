package dev.muster.autoconfigure.discovery;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;
import dev.muster.discovery.Topology;
import dev.muster.discovery.fixed.StaticDiscoveryStrategy;
import dev.muster.discovery.local.LocalDiscoveryStrategy;
import dev.muster.discovery.multicast.MulticastDiscoveryStrategy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link TopologyFactory}.
 */
class TopologyFactoryTests {

	private final Map<String, TopologyProperties> configured = new LinkedHashMap<>();

	private final Map<String, DiscoveryStrategy> beans = new LinkedHashMap<>();

	@Test
	void whenNothingIsConfiguredThenThereIsOneLocalTopology() {
		Topologies topologies = create();
		assertThat(topologies.reach()).isEqualTo(Reach.LOCAL);
		assertThat(topologies.topologies()).singleElement().satisfies((topology) -> {
			assertThat(topology.name()).isEqualTo("local");
			assertThat(topology.strategy()).isInstanceOf(LocalDiscoveryStrategy.class);
			assertThat(topology.pollInterval()).isEqualTo(Topology.DEFAULT_POLL_INTERVAL);
		});
	}

	@Test
	void whenSeveralAreConfiguredThenAllAreMadeInOrder() {
		configure("here", "local").setPollInterval(Duration.ofSeconds(1));
		configure("there", "static").getStatic().setAddresses(List.of("10.0.0.1"));
		Topologies topologies = create();
		assertThat(topologies.topologies()).extracting(Topology::name).containsExactly("here", "there");
		assertThat(topologies.topologies().get(0).pollInterval()).isEqualTo(Duration.ofSeconds(1));
		assertThat(topologies.reach()).isEqualTo(Reach.NETWORK);
	}

	@Test
	void whenAnAddressHasNoPortThenTakesTheDefault() {
		configure("fixed", "static").getStatic().setAddresses(List.of("10.0.0.1", "10.0.0.2:9000"));
		StaticDiscoveryStrategy strategy = (StaticDiscoveryStrategy) create().topologies().get(0).strategy();
		assertThat(strategy.discover()).containsExactlyInAnyOrder(new PeerAddress("10.0.0.1", 7801),
				new PeerAddress("10.0.0.2", 9000));
	}

	@Test
	void whenStaticAddressesAreLoopbackThenStaysOnThisMachine() {
		configure("fixed", "static").getStatic()
			.setAddresses(List.of("127.0.0.1:7800", "localhost:7801", "[::1]:7802", "127.1.2.3"));
		assertThat(create().reach()).isEqualTo(Reach.LOOPBACK);
	}

	@Test
	void whenOneStaticAddressIsANameThenReachesFurther() {
		configure("fixed", "static").getStatic().setAddresses(List.of("127.0.0.1:7800", "node1.example"));
		assertThat(create().reach()).isEqualTo(Reach.NETWORK);
	}

	@Test
	void whenThereIsAStrategyBeanThenItIsATopologyOfItsName() {
		this.beans.put("racks", mock(DiscoveryStrategy.class));
		Topologies topologies = create();
		assertThat(topologies.topologies()).singleElement().satisfies((topology) -> {
			assertThat(topology.name()).isEqualTo("racks");
			assertThat(topology.strategy()).isSameAs(this.beans.get("racks"));
		});
		assertThat(topologies.reach()).isEqualTo(Reach.NETWORK);
	}

	@Test
	void whenATopologyNamesTheBeanThenItIsNoTopologyOfItsOwn() {
		this.beans.put("racks", mock(DiscoveryStrategy.class));
		configure("mine", "racks").setPollInterval(Duration.ofSeconds(9));
		assertThat(create().topologies())
			.containsExactly(new Topology("mine", this.beans.get("racks"), Duration.ofSeconds(9)));
	}

	@Test
	void whenABeanHasTheNameOfABuiltInStrategyThenItTakesItsPlace() {
		this.beans.put("static", mock(DiscoveryStrategy.class));
		configure("mine", "static");
		assertThat(create().topologies()).singleElement()
			.satisfies((topology) -> assertThat(topology.strategy()).isSameAs(this.beans.get("static")));
	}

	@Test
	void whenTwoTopologiesNameOneBeanThenFails() {
		this.beans.put("racks", mock(DiscoveryStrategy.class));
		configure("one", "racks");
		configure("two", "racks");
		assertInvalid("muster.topologies.two.strategy", "'one'");
	}

	@Test
	void whenATopologyHasTheNameOfAnUnnamedBeanThenFails() {
		this.beans.put("racks", mock(DiscoveryStrategy.class));
		configure("racks", "local");
		assertInvalid("muster.topologies.racks", "the bean 'racks'");
	}

	@Test
	void whenTheStrategyIsUnknownThenListsAllThatAre() {
		this.beans.put("racks", mock(DiscoveryStrategy.class));
		configure("mine", "statik");
		assertThat(assertInvalid("muster.topologies.mine.strategy", "'statik'").remedy()).contains("'local'",
				"'static'", "'racks'");
	}

	@Test
	void whenTheStrategyNeedsADependencyThenNamesIt() {
		configure("pods", "kubernetes-api");
		assertThat(assertInvalid("muster.topologies.pods.strategy", "not there").remedy())
			.isEqualTo("Add the dependency 'dev.muster:cluster-starter-kubernetes'.");
	}

	@Test
	void whenTheStrategyIsMissingThenListsAllThatAre() {
		configure("mine", " ");
		assertThat(assertInvalid("muster.topologies.mine.strategy", "no strategy").remedy()).contains("'local'",
				"'static'", "there is none");
	}

	@Test
	void whenThereAreNoAddressesThenNamesTheProperty() {
		configure("mine", "static");
		assertInvalid("muster.topologies.mine.static.addresses", "empty");
	}

	@Test
	void whenAnAddressIsNoneThenNamesThePropertyAndTheAddress() {
		configure("mine", "static").getStatic().setAddresses(List.of("10.0.0.1:port"));
		assertInvalid("muster.topologies.mine.static.addresses", "10.0.0.1:port");
	}

	@Test
	void whenTheStrategyIsMulticastThenReachesFurther() {
		configure("beacons", "multicast").getMulticast().setSecret("shh");
		Topologies topologies = create();
		assertThat(topologies.reach()).isEqualTo(Reach.NETWORK);
		assertThat(topologies.topologies()).singleElement()
			.satisfies((topology) -> assertThat(topology.strategy()).isInstanceOf(MulticastDiscoveryStrategy.class));
	}

	@Test
	void whenTheGroupIsNoMulticastAddressThenNamesTheProperty() {
		configure("beacons", "multicast").getMulticast().setGroup("10.0.0.1");
		assertInvalid("muster.topologies.beacons.multicast.group", "10.0.0.1");
	}

	@Test
	void whenTtlOrPortAreOutOfTheirBoundsThenNamesTheProperty() {
		configure("beacons", "multicast").getMulticast().setTtl(256);
		assertInvalid("muster.topologies.beacons.multicast.ttl", "256");
		configure("beacons", "multicast").getMulticast().setPort(0);
		assertInvalid("muster.topologies.beacons.multicast.port", "0");
	}

	@Test
	void whenTheSecretGotLostThenNamesTheProperty() {
		configure("beacons", "multicast").getMulticast().setSecret("");
		assertInvalid("muster.topologies.beacons.multicast.secret", "blank");
	}

	@Test
	void whenThePollIntervalIsTooShortThenNamesTheProperty() {
		configure("mine", "local").setPollInterval(Duration.ofMillis(1));
		assertInvalid("muster.topologies.mine.poll-interval", "too short");
	}

	@Test
	void whenAStrategyDoesNotNameThePropertyThenTheTopologyIsNamed() {
		DiscoveryStrategyFactory failing = new DiscoveryStrategyFactory() {

			@Override
			public String strategy() {
				return "failing";
			}

			@Override
			public Reach reach(ConfiguredTopology topology) {
				return Reach.LOCAL;
			}

			@Override
			public DiscoveryStrategy create(ConfiguredTopology topology) {
				throw new IllegalArgumentException("Today I do not work");
			}

		};
		configure("mine", "failing");
		assertThatExceptionOfType(InvalidClusterPropertyException.class)
			.isThrownBy(() -> new TopologyFactory(List.of(failing), Map.of()).create(this.configured, 7801))
			.satisfies((ex) -> {
				assertThat(ex.property()).isEqualTo("muster.topologies.mine");
				assertThat(ex.problem()).isEqualTo("Today I do not work");
			});
	}

	private TopologyProperties configure(String name, String strategy) {
		TopologyProperties properties = new TopologyProperties();
		properties.setStrategy(strategy);
		this.configured.put(name, properties);
		return properties;
	}

	private Topologies create() {
		return new TopologyFactory(
				List.of(new LocalStrategyFactory(), new StaticStrategyFactory(), new MulticastStrategyFactory()),
				this.beans)
			.create(this.configured, 7801);
	}

	private InvalidClusterPropertyException assertInvalid(String property, String problem) {
		InvalidClusterPropertyException[] thrown = new InvalidClusterPropertyException[1];
		assertThatExceptionOfType(InvalidClusterPropertyException.class).isThrownBy(this::create).satisfies((ex) -> {
			assertThat(ex.property()).isEqualTo(property);
			assertThat(ex.problem()).contains(problem);
			assertThat(ex.remedy()).isNotBlank();
			thrown[0] = ex;
		});
		return thrown[0];
	}

}
