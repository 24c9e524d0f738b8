package dev.muster.transport.handshake;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

import dev.muster.transport.SharedSecret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole conversation, byte by byte. An independent program, written after
 * src/docs/security.md in another language, computed what is expected.
 */
class HandshakeGoldenTests {

	private static final HexFormat HEX = HexFormat.of();

	private static final String TAG = "161e907008f2d59ddc1bc3cb1a1766b588bd60a0a7bf642c8773cc3ad0d4435a";

	private static final String INITIATOR_NONCE = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

	private static final String RESPONDER_NONCE = "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f";

	@ParameterizedTest
	@CsvSource({ "false,00", "true,02" })
	void whenThereIsNoSecretThenTheBytesAreThese(boolean tls, String protection) {
		Talk talk = talk(null, tls);
		assertThat(talk.messages().stream().map(HEX::formatHex)).containsExactly(
				"4d53545201010102" + "0000000000000005" + protection + TAG + "040a0000011e78" + INITIATOR_NONCE,
				"4d535452010201" + "8000000000000001" + protection + "10fd0000000000000000000000000000011e79"
						+ RESPONDER_NONCE);
	}

	@Test
	void whenThereIsASecretThenTheBytesAreThese() throws BadFrameException {
		Talk talk = talk(Talk.SECRET, false);
		assertThat(talk.messages().stream().map(HEX::formatHex)).containsExactly(
				"4d53545201010102" + "0000000000000005" + "01" + TAG + "040a0000011e78" + INITIATOR_NONCE
						+ "358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254",
				"4d535452010201" + "8000000000000001" + "01" + "10fd0000000000000000000000000000011e79"
						+ RESPONDER_NONCE + "675dd574ed7789310b3d2e7681f3790b466c773b1521fecf36577958371ea52f",
				"4d5354520103" + "515440823f981f2fda22e288d60fabea475aaa2043a1404599fc84b43f0ad8d0",
				"4d5354520104" + "a7f7b38fc692c494ed653455db4d4526fb61c9633455c8ad5be32638729c29d9");
		FrameCiphers initiator = Talk.ciphers(talk.initiatorDone());
		FrameCiphers responder = Talk.ciphers(talk.responderDone());
		assertSeals(initiator.outbound(), responder.inbound(),
				List.of("2b698f628f78a05fe3d9c015bba86c9ec791916fae", "7e49cc3b4eed601ade12d4105f046616"));
		assertSeals(responder.outbound(), initiator.inbound(),
				List.of("b41deb84337873f86f2a32b4b9041b59535950853e", "72795acf097ce24e03894a0465111ba4"));
	}

	private static Talk talk(@Nullable String secret, boolean tls) {
		SharedSecret shared = (secret != null) ? SharedSecret.of(secret) : null;
		Identity initiator = new Identity("shop", new InetSocketAddress("10.0.0.1", 7800), 1, 2, 5, shared, tls);
		Identity responder = new Identity("shop", new InetSocketAddress("fd00::1", 7801), 1, 1, 0x8000000000000001L,
				shared, tls);
		Talk talk = Talk.of(new Initiator(initiator, ephemeral(0)), new Responder(responder, ephemeral(0x40)),
				(number, message) -> message);
		assertThat(talk.initiatorDone().peer()).isEqualTo(new PeerIdentity(responder.address(), 1, -1L << 63 | 1));
		assertThat(talk.responderDone().peer()).isEqualTo(new PeerIdentity(initiator.address(), 1, 5));
		return talk;
	}

	private static Ephemeral ephemeral(int first) {
		byte[] nonce = new byte[32];
		byte[] privateKey = new byte[32];
		for (int i = 0; i < 32; i++) {
			nonce[i] = (byte) (first + i);
			privateKey[i] = (byte) (first + 0x20 + i);
		}
		return new Ephemeral(nonce, privateKey);
	}

	private static void assertSeals(FrameCipher from, FrameCipher to, List<String> expected) throws BadFrameException {
		for (int i = 0; i < expected.size(); i++) {
			byte[] plain = ((i == 0) ? "hello" : "").getBytes(US_ASCII);
			ByteBuffer sealed = ByteBuffer.allocate(plain.length + from.overhead());
			from.seal(ByteBuffer.wrap(plain), sealed);
			assertThat(HEX.formatHex(sealed.array())).isEqualTo(expected.get(i));
			ByteBuffer opened = ByteBuffer.allocate(plain.length);
			to.open(sealed.flip(), opened);
			assertThat(opened.array()).isEqualTo(plain);
		}
	}

}
