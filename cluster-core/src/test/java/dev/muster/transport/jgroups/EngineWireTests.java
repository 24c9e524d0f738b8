package dev.muster.transport.jgroups;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import dev.muster.MemberId;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Message;
import org.jgroups.MessageFactory;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What of us is in the engine's messages on the wire: our header, and payload that was
 * gathered of parts.
 */
class EngineWireTests {

	private static final Address TO = EngineDiscovery.engineAddress(new MemberId(1, 2));

	@BeforeAll
	static void register() {
		ClassConfigurator.addIfAbsent(ChannelHeader.MAGIC_ID, ChannelHeader.class);
	}

	@Test
	void theBytesOfAMessageWithItsHeaderAreThese() throws Exception {
		Message message = new BytesMessage(TO, HexFormat.of().parseHex("cafe")).putHeader(ChannelHeader.PROTOCOL_ID,
				new ChannelHeader(7));
		// Whether it is for one, flags, kind of address and address; how many headers: by
		// whom, of what kind, channel; then the payload
		assertThat(written(message)).isEqualTo("01" + "0000" + "02" + "0000000000000002" + "0000000000000001" + "0001"
				+ "119f" + "119e" + "07" + "00000002" + "cafe");
	}

	@Test
	void whenPayloadIsGatheredThenSmallPartsAreJoinedAndLargeOnesStayAlone() throws Exception {
		byte[] large = new byte[GatheringMessage.LARGE];
		Arrays.fill(large, (byte) 7);
		List<byte[]> parts = List.of(new byte[] { 1, 2 }, new byte[0], new byte[] { 3 }, large, new byte[] { 4 });
		Message gathered = GatheringMessage.of(TO, parts, 516);
		assertThat(gathered).isInstanceOf(GatheringMessage.class);
		// How many bytes there are; then the parts, each behind its length
		assertThat(payload(gathered)).isEqualTo("00000204" + "03010203" + "8004" + "07".repeat(512) + "0104");
		assertThat(gathered.size()).isEqualTo(written(gathered).length() / 2);
		List<byte[]> read = GatheringMessage.parts(read(payload(gathered)));
		assertThat(read).containsExactly(new byte[] { 1, 2, 3 }, large, new byte[] { 4 });
	}

	@Test
	void whenTheEngineReadsAMessageByItsNumberThenItIsGatheredAgain() throws Exception {
		Class.forName(EngineStack.class.getName());
		assertThat(MessageFactory.<Message>create(GatheringMessage.TYPE)).isInstanceOf(GatheringMessage.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0000000502", "00000002" + "030102", "ffffffff", "7fffffff", "00000002" + "ffffffff0f",
			"00000001" + "00" })
	void whenLengthsOfPartsAreWrongThenNothingIsAllocatedForThem(String payload) {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(payload));
	}

	private static String payload(Message message) throws Exception {
		ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(64);
		message.writePayload(out);
		return HexFormat.of().formatHex(bytes(out));
	}

	private static Message read(String payload) throws Exception {
		GatheringMessage message = new GatheringMessage();
		message.readPayload(new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(payload))));
		return message;
	}

	private static String written(Message message) throws Exception {
		ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(64);
		message.writeTo(out);
		return HexFormat.of().formatHex(bytes(out));
	}

	private static byte[] bytes(ByteArrayDataOutputStream out) {
		return Arrays.copyOf(out.buffer(), out.position());
	}

}
