package dev.muster.autoconfigure.cloud;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InstanceAddresses}.
 */
class InstanceAddressesTests {

	@Test
	void thePortIsTheMetadatasAndNotTheWebServers() {
		assertThat(read(instance("10.0.0.1", Map.of("muster-port", " 7801 "))).addresses())
			.containsExactly(new PeerAddress("10.0.0.1", 7801));
	}

	@Test
	void whenThereIsNoSuchMetadataThenTakesTheDefault() {
		assertThat(read(instance("shop-1.example", Map.of("port", "1")), instance("10.0.0.2", null),
				instance("10.0.0.3", Map.of("muster-port", " ")))
			.addresses()).containsExactly(new PeerAddress("shop-1.example", 7800), new PeerAddress("10.0.0.2", 7800),
					new PeerAddress("10.0.0.3", 7800));
	}

	@Test
	void hostsMayBeIpv6WithOrWithoutBrackets() {
		assertThat(
				read(instance("fd00::1", Map.of("muster-port", "7801")), instance("[fd00::2]", Map.of())).addresses())
			.containsExactly(new PeerAddress("fd00::1", 7801), new PeerAddress("fd00::2", 7800));
	}

	@Test
	void whatIsNoAddressIsLeftOutAndCounted() {
		InstanceAddresses read = read(instance("10.0.0.1", Map.of("muster-port", "http")), null,
				instance("10.0.0.2", Map.of("muster-port", "70000")), instance("", Map.of()),
				instance("http://host/", Map.of()), instance("10.0.0.3", Map.of()));
		assertThat(read.addresses()).containsExactly(new PeerAddress("10.0.0.3", 7800));
		assertThat(read.unusable()).isEqualTo(5);
		assertThat(read.example()).contains("10.0.0.1:http");
	}

	private static InstanceAddresses read(@Nullable ServiceInstance... instances) {
		List<@Nullable ServiceInstance> list = Arrays.asList(instances);
		return InstanceAddresses.of(list, "muster-port", 7800);
	}

	private static ServiceInstance instance(String host, @Nullable Map<String, String> metadata) {
		return new DefaultServiceInstance("id", "shop", host, 8080, false, metadata);
	}

}
