package dev.muster.discovery;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PeerAddressTests {

	@ParameterizedTest
	@CsvSource({ "10.0.0.1,10.0.0.1,7800", "10.0.0.1:1,10.0.0.1,1", "host-1.example:65535,host-1.example,65535",
			"::1,::1,7800", "[::1],::1,7800", "[fe80::1%1]:7900,fe80::1%1,7900", "' a:5 ',a,5",
			"::ffff:10.0.0.1,::ffff:10.0.0.1,7800", "1.example,1.example,7800" })
	void whenWellFormedThenIsParsed(String text, String host, int port) {
		PeerAddress address = PeerAddress.parse(text, 7800);
		assertThat(address).isEqualTo(new PeerAddress(host, port));
		assertThat(PeerAddress.parse(address.toString(), 1)).isEqualTo(address);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ":", ":7800", "host:", "host:x", "host:0", "host:65536", "host:-1", "a b",
			"http://host:7800", "a@b:1", "a,b", "[::1", "[::1]7800", "[host]:7800", "[::1]:", "::zz", "zz::1", "::1::",
			"10.0.0.256", "10.0.0", "1", "10.0.0.1.2:5", "10.0.0.1:7800:1", "h\u00e9:1" })
	void whenMalformedThenTheMessageQuotesIt(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> PeerAddress.parse(text, 7800))
			.withMessageContaining("'" + text + "'");
	}

	@Test
	void whenTheHostIsALiteralThenItIsAnAddress() {
		assertThat(new PeerAddress("127.0.0.1", 1).literal()).isNotNull();
		assertThat(new PeerAddress("::1", 1).literal()).isNotNull();
		assertThat(new PeerAddress("localhost", 1).literal()).isNull();
		assertThat(new PeerAddress("127.1", 1).literal()).isNull();
		assertThat(new PeerAddress("a.:b", 1).literal()).isNull();
		assertThat(new PeerAddress(".:1", 1).literal()).isNull();
	}

}
