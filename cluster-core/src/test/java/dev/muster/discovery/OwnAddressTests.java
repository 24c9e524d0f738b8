package dev.muster.discovery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OwnAddressTests {

	private static boolean isOwn(String self, String listed) {
		Set<PeerAddress> addresses = FakeStrategy.addresses(listed);
		OwnAddress own = new OwnAddress(PeerAddress.parse(self, 7800), OwnAddressTests::resolve);
		return own.isLiterallyAmong(addresses) || own.isByNameAmong(addresses, () -> true);
	}

	private static List<InetAddress> resolve(String host) throws UnknownHostException {
		return switch (host) {
			case "localhost" -> List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"));
			case "debian" -> List.of(InetAddress.getByName("127.0.1.1"));
			case "two-homes" -> List.of(InetAddress.getByName("10.9.9.9"), InetAddress.getByName("10.0.0.1"));
			default -> throw new UnknownHostException(host);
		};
	}

	@Test
	void whenPortsDifferThenIsAnother() {
		assertThat(isOwn("10.0.0.1:7800", "10.0.0.1:7801")).isFalse();
		assertThat(isOwn("127.0.0.1:7800", "localhost:7801")).isFalse();
	}

	@Test
	void whenTheAddressIsWrittenOtherwiseThenIsOwn() {
		assertThat(isOwn("::1", "[0:0:0:0:0:0:0:1]:7800")).isTrue();
		assertThat(isOwn("10.0.0.1", "[::ffff:10.0.0.1]:7800")).isTrue();
		assertThat(isOwn("10.0.0.1", "two-homes")).isTrue();
		assertThat(isOwn("Example", "example")).isTrue();
	}

	@Test
	void whenListedAsWildcardOrLoopbackThenIsOwn() {
		assertThat(isOwn("10.0.0.1", "0.0.0.0")).isTrue();
		assertThat(isOwn("127.0.0.1", "[::]:7800")).isTrue();
		assertThat(isOwn("10.0.0.1", "127.0.0.1")).isTrue();
		assertThat(isOwn("10.0.0.1", "localhost")).isTrue();
		assertThat(isOwn("127.0.0.1", "localhost")).isTrue();
		assertThat(isOwn("127.0.0.1", "debian")).isTrue();
	}

	@Test
	void whenTwoNodesListenAtTwoLoopbackAddressesThenTheyAreTwo() {
		assertThat(isOwn("127.0.0.2", "127.0.0.3")).isFalse();
		assertThat(isOwn("127.0.0.2", "127.0.0.1")).isFalse();
	}

	@Test
	void whenTheNameIsUnknownThenIsAnother() {
		assertThat(isOwn("10.0.0.1", "nobody")).isFalse();
	}

	@Test
	void whenSelfIsANameThenItsAddressIsOwn() {
		assertThat(isOwn("two-homes", "10.0.0.1")).isTrue();
		assertThat(isOwn("two-homes", "10.0.0.2")).isFalse();
	}

	@Test
	void whenThereIsNoTimeLeftThenNoNameIsAskedFor() {
		OwnAddress own = new OwnAddress(new PeerAddress("10.0.0.1", 7800), (host) -> {
			throw new AssertionError("asked for " + host);
		});
		assertThat(own.isByNameAmong(FakeStrategy.addresses("localhost"), () -> false)).isFalse();
	}

}
