package dev.muster.transport.handshake;

import java.util.Arrays;
import java.util.HexFormat;

import dev.muster.transport.Refusal.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MessageCodec}: what breaks the form. HandshakeGoldenTests has the form
 * itself.
 */
class MessageCodecTests {

	private static final String BYTES = "00".repeat(32);

	private static final String HELLO = "4d5354520101" + "0102" + "0000000000000005";

	private static final String HELLO_BACK = "4d5354520102" + "01" + "0000000000000005" + "00";

	@ParameterizedTest
	@EnumSource(Reason.class)
	void whenRefusedThenTheCodeIsKnown(Reason reason) throws RefusalException {
		String hex = "4d53545201050" + reason.ordinal();
		assertThat(HexFormat.of().formatHex(MessageCodec.encode(new Message.Refused(reason)))).isEqualTo(hex);
		assertThat(decode(hex)).isEqualTo(new Message.Refused(reason));
	}

	@Test
	void theCodesOfRefusalsAreOnTheWireAndStay() {
		assertThat(Reason.values()).containsExactly(Reason.OTHER_CLUSTER, Reason.OTHER_PROTOCOL, Reason.DUPLICATE_NAME,
				Reason.GARBAGE, Reason.UNAUTHENTICATED, Reason.UNENCRYPTED);
	}

	@Test
	void whenALaterBuildRefusesThenItIsUnderstood() throws RefusalException {
		assertThat(decode("4d53545201057f")).as("another reason").isEqualTo(new Message.Refused(Reason.OTHER_PROTOCOL));
		assertThat(decode("4d5354520105ff")).as("another reason").isEqualTo(new Message.Refused(Reason.OTHER_PROTOCOL));
		assertThat(decode("4d53545209050063616665")).as("another format, and more")
			.isEqualTo(new Message.Refused(Reason.OTHER_CLUSTER));
	}

	@Test
	void whenALaterBuildSaysMoreThenItIsIgnored() throws RefusalException {
		String hello = HELLO + "00" + BYTES + "040a0000011e78" + BYTES;
		byte[] known = MessageCodec.encode(decode(hello));
		assertThat(MessageCodec.encode(decode(hello + "cafe"))).isEqualTo(known);
		String back = HELLO_BACK + "040a0000011e78" + BYTES;
		assertThat(MessageCodec.encode(decode(back + "cafe"))).isEqualTo(MessageCodec.encode(decode(back)));
	}

	@ParameterizedTest
	@CsvSource({ "4d535453010100, not ours", "'', cut short", "4d5354, cut short", "4d53545201, cut short",
			"4d5354520100, type 0", "4d5354520106, type 6", "4d53545201ff, type 255", "4d5354520105, cut short",
			"4d5354520101, cut short", "4d5354520103, proof of 0", "4d535452010300, proof of 1",
			"4d5354520101" + "0002" + "0000000000000005, version 0",
			"4d5354520101" + "0201" + "0000000000000005, versions 2 to 1",
			"4d5354520102" + "00" + "0000000000000005, version 0" })
	void whatBreaksTheFormIsGarbage(String hex, String detail) {
		assertRefused(hex, Reason.GARBAGE, detail);
	}

	@ParameterizedTest
	@CsvSource({ "00, of 0 bytes", "050a000001001e78, of 5 bytes", "ff, of -1 bytes", "7f0a, of 127 bytes",
			"04000000001e78, nobody can connect", "04e00000011e78, nobody can connect",
			"040a0000010000, nobody can connect", "10000000000000000000000000000000001e78, nobody can connect",
			"10ff0200000000000000000000000000011e78, nobody can connect", "040a0000, cut short" })
	void whenTheAddressIsNoneThenItIsGarbage(String address, String detail) {
		String rest = detail.equals("cut short") ? "" : BYTES;
		assertRefused(HELLO + "00" + BYTES + address + rest, Reason.GARBAGE, detail);
		assertRefused(HELLO_BACK + address + rest, Reason.GARBAGE, detail);
	}

	@Test
	void whenTheFormatIsAnotherThenItIsAnotherProtocol() {
		assertRefused("4d5354520201", Reason.OTHER_PROTOCOL, "format 2");
		assertRefused("4d535452ff7f00", Reason.OTHER_PROTOCOL, "format 255");
	}

	@Test
	void whenTheProtectionIsUnknownThenItIsAnotherProtocol() {
		assertRefused(HELLO + "03" + BYTES, Reason.OTHER_PROTOCOL, "3");
		assertRefused(HELLO + "ff" + BYTES, Reason.OTHER_PROTOCOL, "255");
	}

	@Test
	void whenAProofIsTooLongThenItIsGarbage() {
		assertRefused("4d5354520103" + BYTES + "00", Reason.GARBAGE, "proof of 33 bytes");
		assertRefused("4d5354520104" + BYTES + "00", Reason.GARBAGE, "proof of 33 bytes");
	}

	@Test
	void whenAMessageIsCutShortAnywhereThenItIsGarbage() {
		for (byte[] message : Talk.of(Talk.identity(7800, Talk.SECRET), Talk.identity(7801, Talk.SECRET)).messages()) {
			for (int length = 0; length < message.length; length++) {
				byte[] cut = Arrays.copyOf(message, length);
				assertThatExceptionOfType(RefusalException.class).isThrownBy(() -> MessageCodec.decode(cut))
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.GARBAGE));
			}
		}
	}

	private static void assertRefused(String hex, Reason reason, String detail) {
		assertThatExceptionOfType(RefusalException.class).isThrownBy(() -> decode(hex)).satisfies((ex) -> {
			assertThat(ex.reason()).isEqualTo(reason);
			assertThat(ex.detail()).contains(detail);
			assertThat(ex.getStackTrace()).isEmpty();
		});
	}

	private static Message decode(String hex) throws RefusalException {
		return MessageCodec.decode(HexFormat.of().parseHex(hex));
	}

}
