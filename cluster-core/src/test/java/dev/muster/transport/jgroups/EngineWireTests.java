package dev.muster.transport.jgroups;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import dev.muster.MemberId;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Message;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

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
	void whenPayloadIsGatheredThenTheBytesAreThoseOfOnePart() throws Exception {
		List<byte[]> parts = List.of(new byte[] { 1, 2 }, new byte[0], new byte[] { 3 });
		Message gathered = GatheringMessage.of(TO, parts, 3);
		assertThat(gathered).isInstanceOf(GatheringMessage.class);
		assertThat(written(gathered)).isEqualTo(written(new BytesMessage(TO, new byte[] { 1, 2, 3 })));
		Message read = new BytesMessage();
		read.readFrom(new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(written(gathered)))));
		assertThat(read.getArray()).containsExactly(1, 2, 3);
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
