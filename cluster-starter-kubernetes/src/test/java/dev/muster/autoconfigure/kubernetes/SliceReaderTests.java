package dev.muster.autoconfigure.kubernetes;

import java.util.List;
import java.util.Set;

import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.PeerAddress;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SliceReader}.
 */
class SliceReaderTests {

	private final SliceReader reader = new SliceReader(null, 7801, true);

	@Test
	void podsOfAllSlicesAreReadReadyOrNot() {
		EndpointSlice one = ApiServer.slice("one", "shop")
			.addToEndpoints(ApiServer.pod("10.0.0.1", true).build(), ApiServer.pod("10.0.0.2", false).build())
			.build();
		EndpointSlice two = ApiServer.slice("two", "shop")
			.withAddressType("IPv6")
			.addToEndpoints(ApiServer.pod("fd00::3", true).build())
			.build();
		assertThat(this.reader.read(List.of(one, two)).addresses()).containsExactlyInAnyOrder(
				new PeerAddress("10.0.0.1", 7801), new PeerAddress("10.0.0.2", 7801), new PeerAddress("fd00::3", 7801));
	}

	@Test
	void whenOnlyReadyOnesAreWantedThenOnesOfUnknownReadinessCountAsReady() {
		EndpointSlice slice = ApiServer.slice("one", "shop")
			.addToEndpoints(ApiServer.pod("10.0.0.1", true).build(), ApiServer.pod("10.0.0.2", false).build(),
					new EndpointBuilder().withAddresses("10.0.0.3").build(),
					new EndpointBuilder().withAddresses("10.0.0.4").withNewConditions().endConditions().build())
			.build();
		assertThat(new SliceReader(null, 7801, false).read(List.of(slice)).addresses()).containsExactlyInAnyOrder(
				new PeerAddress("10.0.0.1", 7801), new PeerAddress("10.0.0.3", 7801),
				new PeerAddress("10.0.0.4", 7801));
	}

	@Test
	void podsThatAreAboutToEndAreLeftOut() {
		EndpointSlice slice = ApiServer.slice("one", "shop")
			.addToEndpoints(
					ApiServer.pod("10.0.0.1", true).editConditions().withTerminating(true).endConditions().build())
			.build();
		assertThat(this.reader.read(List.of(slice)).addresses()).isEmpty();
	}

	@Test
	void thePortMayBeThatOfAName() {
		EndpointSlice slice = ApiServer.slice("one", "shop")
			.addNewPort()
			.withName("http")
			.withPort(8080)
			.endPort()
			.addToEndpoints(ApiServer.pod("10.0.0.1", true).build())
			.build();
		assertThat(new SliceReader("cluster", 1, true).read(List.of(slice)).addresses())
			.containsExactly(new PeerAddress("10.0.0.1", 7800));
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> new SliceReader("clutser", 1, true).read(List.of(slice)))
			.withMessage("no port is called 'clutser' ('port-name'); the service's ports are [cluster, http]");
	}

	@Test
	void whenThereIsNoPodThenNobodyMissesAPort() {
		EndpointSlice slice = ApiServer.slice("one", "shop").withPorts(List.of()).build();
		assertThat(new SliceReader("cluster", 1, true).read(List.of(slice)).addresses()).isEqualTo(Set.of());
	}

	@Test
	void whatIsNoAddressIsLeftOutAndCounted() {
		EndpointSlice slice = ApiServer.slice("one", "shop")
			.addToEndpoints(ApiServer.pod("not an address", true).build(),
					new EndpointBuilder().withAddresses(List.of()).build(), ApiServer.pod("10.0.0.1", true).build())
			.build();
		SliceReader.Reading reading = this.reader.read(List.of(slice));
		assertThat(reading.addresses()).containsExactly(new PeerAddress("10.0.0.1", 7801));
		assertThat(reading.unusable()).isEqualTo(2);
	}

}
