package dev.muster.autoconfigure.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

import dev.muster.autoconfigure.transport.SiteAddress.Interface;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SiteAddress}.
 */
class SiteAddressTests {

	@Test
	void whenThereIsNoInterfaceThenThereIsNoAddress() {
		assertThat(SiteAddress.choose(List.of())).isEmpty();
	}

	@Test
	void whenThereIsOnlyLoopbackThenThereIsNoAddress() {
		assertThat(SiteAddress.choose(List.of(of("lo", 1, "127.0.0.1", "::1")))).isEmpty();
	}

	@Test
	void whenThereAreSeveralThenTakesSiteLocalIpv4OfTheLowestIndex() {
		assertThat(choose(of("eth1", 3, "192.168.1.7"), of("eth0", 2, "fe80::1", "2001:db8::1", "10.0.0.7")))
			.isEqualTo("10.0.0.7");
	}

	@Test
	void whenALaterInterfaceHasTheSiteLocalAddressThenTakesThat() {
		assertThat(choose(of("eth0", 2, "203.0.113.9"), of("eth1", 3, "172.16.0.2"))).isEqualTo("172.16.0.2");
	}

	@Test
	void whenABridgeComesFirstThenTakesTheOther() {
		assertThat(choose(of("docker0", 2, "172.17.0.1"), of("wlan0", 5, "192.168.1.7"))).isEqualTo("192.168.1.7");
	}

	@Test
	void whenThereIsOnlyABridgeThenTakesIt() {
		assertThat(choose(of("veth12", 2, "10.5.0.2"))).isEqualTo("10.5.0.2");
	}

	@Test
	void whenNoneIsSiteLocalThenTakesAPublicIpv4BeforeIpv6() {
		assertThat(choose(of("eth0", 2, "2001:db8::1", "169.254.3.3", "203.0.113.9"))).isEqualTo("203.0.113.9");
	}

	@Test
	void whenThereIsOnlyIpv6ThenTakesAGlobalOneBeforeLinkLocal() {
		assertThat(choose(of("eth0", 2, "fe80::1", "2001:db8::1"))).isEqualTo("2001:db8:0:0:0:0:0:1");
	}

	@Test
	void interfacesOfThisMachineAreNeitherLoopbackNorTwice() {
		List<Interface> interfaces = SiteAddress.interfaces();
		assertThat(interfaces).doesNotHaveDuplicates()
			.allSatisfy((candidate) -> assertThat(candidate.name()).isNotEqualTo("lo"));
	}

	private static String choose(Interface... interfaces) {
		return SiteAddress.choose(List.of(interfaces)).orElseThrow().getHostAddress();
	}

	private static Interface of(String name, int index, String... addresses) {
		return new Interface(name, index, Arrays.stream(addresses).map(SiteAddressTests::address).toList());
	}

	private static InetAddress address(String text) {
		try {
			return InetAddress.getByName(text);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
