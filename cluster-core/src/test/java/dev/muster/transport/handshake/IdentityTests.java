package dev.muster.transport.handshake;

import java.net.InetSocketAddress;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Identity}.
 */
class IdentityTests {

	@Test
	void whenAnythingThatKnowsItIsPrintedThenNothingShows() {
		Identity one = Talk.identity(7800, Talk.SECRET);
		Talk talk = Talk.of(one, Talk.identity(7801, Talk.SECRET));
		assertThat(one.toString()).contains("shop", "SharedSecret[hidden]");
		assertThat(List.of(one, talk.initiatorDone(), talk.responderDone(), Talk.ciphers(talk.initiatorDone())))
			.extracting(Object::toString)
			.allSatisfy((text) -> assertThat(text).doesNotContain(Talk.SECRET.split(" ")));
		assertThat(Talk.ciphers(talk.initiatorDone()).outbound().toString()).matches("[\\w.]+FrameCipher@[0-9a-f]+");
	}

	@Test
	void whenAnIdentityCannotBeThenTheErrorSaysWhatIsNeeded() {
		InetSocketAddress address = new InetSocketAddress("10.0.0.1", 7800);
		assertRefused("", address, 1, 1, "1 to 255 bytes");
		assertRefused("x".repeat(256), address, 1, 1, "not 256");
		assertRefused("shop", new InetSocketAddress(7800), 1, 1, "peers can connect to");
		assertRefused("shop", new InetSocketAddress("10.0.0.1", 0), 1, 1, "peers can connect to");
		assertRefused("shop", new InetSocketAddress("224.0.0.1", 7800), 1, 1, "peers can connect to");
		assertRefused("shop", InetSocketAddress.createUnresolved("node.invalid", 7800), 1, 1, "peers can connect to");
		assertRefused("shop", address, 0, 1, "not 0 to 1");
		assertRefused("shop", address, 2, 1, "not 2 to 1");
		assertRefused("shop", address, 1, 256, "not 1 to 256");
	}

	private static void assertRefused(String name, InetSocketAddress address, int min, int max, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Identity(name, address, min, max, 0, null, false))
			.withMessageContaining(message);
	}

}
