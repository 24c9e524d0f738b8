package dev.muster.discovery.consul;

import java.util.List;
import java.util.Map;

import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Peers}.
 */
class PeersTests {

	private static final Map<String, String> SHOP = Map.of(ServiceRegistration.META_CLUSTER, "shop");

	private static Peers of(ServiceInstance... instances) {
		return Peers.of(List.of(instances), "shop", "self");
	}

	private static ServiceInstance instance(String id, @Nullable String address, @Nullable Integer port) {
		return new ServiceInstance(id, address, "10.0.0.99", port, SHOP, false);
	}

	@Test
	void nodesOfTheClusterAreTaken() {
		Peers peers = of(instance("self", "10.0.0.1", 7800), instance("other", "10.0.0.2", 7801));
		assertThat(peers.addresses()).containsExactlyInAnyOrder(new PeerAddress("10.0.0.1", 7800),
				new PeerAddress("10.0.0.2", 7801));
		assertThat(peers.selfListed()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null", value = { "null", "''", "' '" })
	void whenTheServiceHasNoAddressThenItsNodesIsTaken(@Nullable String address) {
		assertThat(of(instance("x", address, 7800)).addresses()).containsExactly(new PeerAddress("10.0.0.99", 7800));
	}

	@ParameterizedTest
	@CsvSource({ "2001:db8::1,2001:db8::1", "[2001:db8::1],2001:db8::1", "::1,::1", "node-1.example,node-1.example",
			"' 10.0.0.7 ',10.0.0.7" })
	void addressesMayHaveAnyForm(String written, String host) {
		assertThat(of(instance("x", written, 7800)).addresses()).containsExactly(new PeerAddress(host, 7800));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null", value = { "10.0.0.1,null", "10.0.0.1,0", "10.0.0.1,-1", "10.0.0.1,65536",
			"a b,7800", "http://x,7800", "10.0.0.256,7800", "1:2:3,7800", "'a\r\nb',7800" })
	void whatCanBeNoAddressIsCountedAndLeftOut(String address, @Nullable Integer port) {
		Peers peers = of(instance("x", address, port), instance("y", "10.0.0.2", 7800));
		assertThat(peers.addresses()).containsExactly(new PeerAddress("10.0.0.2", 7800));
		assertThat(peers.invalid()).isOne();
	}

	@Test
	void whenNeitherServiceNorNodeHasAnAddressThenItIsLeftOut() {
		assertThat(of(new ServiceInstance("x", null, null, 7800, SHOP, false)).invalid()).isOne();
	}

	@Test
	void criticalOnesAreCountedAndLeftOut() {
		Peers peers = of(new ServiceInstance("self", "10.0.0.1", null, 7800, SHOP, true));
		assertThat(peers.addresses()).isEmpty();
		assertThat(peers.critical()).isOne();
		assertThat(peers.selfListed()).isFalse();
	}

	@Test
	void otherClustersAndForeignInstancesAreCountedAndLeftOut() {
		Peers peers = of(new ServiceInstance("http", "10.0.0.1", null, 8080, Map.of("secure", "false"), false),
				new ServiceInstance("x", "10.0.0.2", null, 7800, Map.of(ServiceRegistration.META_CLUSTER, "Shop"),
						false),
				new ServiceInstance(null, null, null, null, Map.of(), false));
		assertThat(peers.addresses()).isEmpty();
		assertThat(peers.foreign()).isEqualTo(2);
		assertThat(peers.otherCluster()).isOne();
		assertThat(peers.invalid()).isZero();
	}

	@Test
	void aFormerRegistrationOfTheSameAddressIsNotThisNodes() {
		Peers peers = of(instance("of the start before", "10.0.0.1", 7800));
		assertThat(peers.addresses()).hasSize(1);
		assertThat(peers.selfListed()).isFalse();
	}

}
