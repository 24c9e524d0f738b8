package dev.muster.transport.jgroups;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;

import org.jgroups.util.ByteArrayDataInputStream;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChannelHeader}.
 */
class ChannelHeaderTests {

	@Test
	void itKeepsItsForm() throws IOException {
		ByteArrayDataOutputStream out = new ByteArrayDataOutputStream();
		new ChannelHeader(0x64).writeTo(out);
		byte[] bytes = Arrays.copyOf(out.buffer(), out.position());
		assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("64");
		ChannelHeader read = new ChannelHeader();
		read.readFrom(new ByteArrayDataInputStream(bytes));
		assertThat(read.channel()).isEqualTo(0x64);
		assertThat(read.getMagicId()).isEqualTo((short) 4510);
		assertThat(ChannelHeader.PROTOCOL_ID).isEqualTo((short) 4511);
	}

}
