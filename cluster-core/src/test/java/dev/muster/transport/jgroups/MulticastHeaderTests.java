package dev.muster.transport.jgroups;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import dev.muster.MemberId;
import org.jgroups.BytesMessage;
import org.jgroups.Message;
import org.jgroups.util.ByteArrayDataInputStream;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link MulticastHeader}, and for who takes the message that has it.
 */
class MulticastHeaderTests {

	private static final MemberId ONE = new MemberId(0x0102030405060708L, 0x090a0b0c0d0e0f10L);

	private static final MemberId TWO = new MemberId(1, 2);

	@Test
	void itKeepsItsForm() throws IOException {
		MulticastHeader header = new MulticastHeader(5, List.of(ONE, TWO));
		ByteArrayDataOutputStream out = new ByteArrayDataOutputStream();
		header.writeTo(out);
		byte[] bytes = Arrays.copyOf(out.buffer(), out.position());
		assertThat(HexFormat.of().formatHex(bytes))
			.isEqualTo("05" + "0002" + "0102030405060708090a0b0c0d0e0f10" + "00000000000000010000000000000002");
		assertThat(header.serializedSize()).isEqualTo(bytes.length);
		MulticastHeader read = read(bytes);
		assertThat(read.channel()).isEqualTo(5);
		assertThat(read.members()).containsExactly(ONE, TWO);
		assertThat(read.getMagicId()).isEqualTo((short) 4513);
	}

	@Test
	void whenItIsCutOrClaimsTooManyMembersThenItIsNotRead() {
		assertThatIOException().isThrownBy(() -> read(HexFormat.of().parseHex("050002" + "01")));
		assertThatIOException().isThrownBy(() -> read(HexFormat.of().parseHex("050101")))
			.withMessageContaining("257 members");
	}

	@Test
	void whoIsNotMeantDoesNotTakeTheMessage() {
		Message message = new BytesMessage().putHeader(ChannelHeader.PROTOCOL_ID, new MulticastHeader(7, List.of(ONE)));
		assertThat(FrameCarrier.channel(message, ONE)).isEqualTo(7);
		assertThat(FrameCarrier.channel(message, TWO)).isEqualTo(FrameCarrier.NOT_MEANT);
		message.putHeader(ChannelHeader.PROTOCOL_ID, new ChannelHeader(8));
		assertThat(FrameCarrier.channel(message, TWO)).isEqualTo(8);
		message.putHeader(ChannelHeader.PROTOCOL_ID, new ChannelHeader(-1));
		assertThat(FrameCarrier.channel(message, TWO)).isEqualTo(FrameCarrier.NO_FRAME);
		assertThat(FrameCarrier.channel(new BytesMessage(), ONE)).isEqualTo(FrameCarrier.NO_FRAME);
	}

	private static MulticastHeader read(byte[] bytes) throws IOException {
		MulticastHeader header = new MulticastHeader();
		header.readFrom(new ByteArrayDataInputStream(bytes));
		return header;
	}

}
