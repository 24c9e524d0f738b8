package dev.muster.autoconfigure.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.autoconfigure.transport.SiteAddress.Interface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BindAddress}.
 */
class BindAddressTests {

	private final List<Interface> interfaces = List.of(of("eth1", 3, "fe80::1%3", "192.168.7.4", "10.1.9.9"),
			of("lo", 1, "127.0.0.1", "::1"), of("eth0", 2, "203.0.113.5", "10.1.2.3", "fd00::7"), of("down0", 4),
			of("six0", 5, "fe80::2", "2001:db8::1"));

	private Optional<InetAddress> siteAddress = Optional.empty();

	private final BindAddress bindAddress = new BindAddress(() -> this.siteAddress, () -> this.interfaces);

	@ParameterizedTest
	@CsvSource({ "127.0.0.2,127.0.0.2", "::1,0:0:0:0:0:0:0:1", "lo,127.0.0.1", "eth0,10.1.2.3", "eth1,192.168.7.4",
			"six0,2001:db8:0:0:0:0:0:1", "match:10.1.*,10.1.2.3", "match:192.168.*,192.168.7.4", "match:*.9,10.1.9.9",
			"match: 10.1.9.9,10.1.9.9", "match:FD00:*,fd00:0:0:0:0:0:0:7", "match:127.*,127.0.0.1" })
	void anAddressAnInterfaceOrAPatternIsFound(String value, String expected) {
		assertThat(this.bindAddress.read(value)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "match:10.2.*,no address of this machine matches", "match:,no address of this machine matches",
			"match:1.1.2.3,no address of this machine matches", "down0,has no address",
			"eth9 ?,no network interface that is up" })
	void whenThereIsNoneThenFailsAndSaysWhatThereIs(String value, String text) {
		assertThatExceptionOfType(InvalidClusterPropertyException.class).isThrownBy(() -> this.bindAddress.read(value))
			.withMessageContaining(text)
			.satisfies((ex) -> {
				assertThat(ex.property()).isEqualTo("muster.transport.bind-address");
				assertThat(ex.remedy()).contains("eth0 [203.0.113.5, 10.1.2.3,");
			});
	}

	@Test
	void siteLocalIsTheAddressThatNeighboursReach() throws UnknownHostException {
		this.siteAddress = Optional.of(InetAddress.getByName("10.0.0.7"));
		assertThat(this.bindAddress.read("site-local")).isEqualTo("10.0.0.7");
	}

	@Test
	void whenThereIsNoSiteLocalOneThenFails() {
		assertThatExceptionOfType(InvalidClusterPropertyException.class)
			.isThrownBy(() -> this.bindAddress.read("site-local"))
			.withMessageContaining("was asked for, and this machine has no network interface that is up");
	}

	@Test
	void theInterfacesOfThisMachineHaveALoopback() {
		Interface loopback = SiteAddress.allInterfaces()
			.stream()
			.filter((each) -> each.addresses().stream().anyMatch(InetAddress::isLoopbackAddress))
			.findFirst()
			.orElseThrow();
		assertThat(SiteAddress.interfaces()).extracting(Interface::name).doesNotContain(loopback.name());
		String address = new BindAddress(Optional::empty, SiteAddress::allInterfaces).read(loopback.name());
		assertThat(address).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
	}

	private static Interface of(String name, int index, String... addresses) {
		List<InetAddress> parsed = new ArrayList<>();
		for (String address : addresses) {
			try {
				parsed.add(InetAddress.getByName(address));
			}
			catch (UnknownHostException ex) {
				throw new AssertionError(ex);
			}
		}
		return new Interface(name, index, parsed);
	}

}
