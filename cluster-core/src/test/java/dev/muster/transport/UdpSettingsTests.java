package dev.muster.transport;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UdpSettings}.
 */
class UdpSettingsTests {

	private final UdpSettings defaults = UdpSettings.defaults();

	@Test
	void eachClusterHasAGroupOfItsOwn() {
		Set<InetAddress> groups = new HashSet<>();
		for (int i = 0; i < 100; i++) {
			InetAddress group = this.defaults.groupAddress("cluster " + i, false);
			assertThat(group.isMulticastAddress()).isTrue();
			assertThat(group.getHostAddress()).startsWith("239.255.");
			groups.add(group);
		}
		assertThat(groups).hasSizeGreaterThan(95);
	}

	@Test
	void theGroupOfAClusterStays() {
		assertThat(this.defaults.groupAddress("shop", false).getHostAddress()).isEqualTo("239.255.76.162");
		assertThat(this.defaults.groupAddress("shop", true).getHostAddress()).isEqualTo("ff15:0:0:0:0:4d55:ac6a:4ca2");
	}

	@Test
	void aGroupThatIsSetIsUsed() {
		assertThat(this.defaults.withGroup("239.1.2.3", 4000).groupAddress("shop", false).getHostAddress())
			.isEqualTo("239.1.2.3");
		assertThatExceptionOfType(InvalidTransportSettingException.class)
			.isThrownBy(() -> this.defaults.withGroup("239.1.2.3", 4000).groupAddress("shop", true))
			.withMessageContaining("muster.transport.udp.group")
			.withMessageContaining("bind-address");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "10.0.0.1", "multicast.example.org", "239.1.2.300", ":", "::1" })
	void whatIsNoMulticastAddressIsRefused(String group) {
		assertThatExceptionOfType(InvalidTransportSettingException.class)
			.isThrownBy(() -> this.defaults.withGroup(group, 4000))
			.withMessageContaining("muster.transport.udp.group");
	}

	@Test
	void numbersAreBounded() {
		assertRefused("udp.port", 0, 1, 200_000, 200_000);
		assertRefused("udp.port", 65_536, 1, 200_000, 200_000);
		assertRefused("udp.ttl", 1, -1, 200_000, 200_000);
		assertRefused("udp.ttl", 1, 256, 200_000, 200_000);
		assertRefused("udp.receive-buffer-size", 1, 1, 100, 200_000);
		assertRefused("udp.send-buffer-size", 1, 1, 200_000, 100);
	}

	@Test
	void itGoesWithoutEncryptionOnly() {
		TransportSettings encrypted = TransportSettings.defaults()
			.withSecurity(new TransportSecurity.Secret(SharedSecret.of("0123456789abcdef")));
		assertThatExceptionOfType(InvalidTransportSettingException.class)
			.isThrownBy(() -> encrypted.withUdp(this.defaults))
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("muster.transport.protocol"))
			.withMessageContaining("'tcp'");
	}

	private static void assertRefused(String setting, int port, int ttl, int receive, int send) {
		assertThatExceptionOfType(InvalidTransportSettingException.class)
			.isThrownBy(() -> new UdpSettings(null, port, ttl, receive, send))
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("muster.transport." + setting));
	}

}
