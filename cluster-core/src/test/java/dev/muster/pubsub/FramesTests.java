package dev.muster.pubsub;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bytes of every frame, and that they read back. A change here is a change of the
 * protocol: members of the version before will not understand it.
 */
class FramesTests {

	@Test
	void message() {
		byte[] frame = Frames.message(Frames.topic("a.b"), 2, 0x0102030405060708L, Frames.headers(Map.of()),
				new byte[] { 10, 11 });
		assertFrame(frame, "01 10 03612e62 02 0102030405060708 00 0a0b");
		assertThat(read(frame)).containsExactly("message a.b 2 72623859790382856 {} 0a0b");
	}

	@Test
	void messageWithHeaders() {
		byte[] frame = Frames.message(Frames.topic("ü"), 1, 0,
				Frames.headers(new TreeMap<>(Map.of("k", "v", "trace", ""))), new byte[0]);
		assertFrame(frame, "01 18 02c3bc 01 0000000000000000 02 016b 0176 057472616365 00");
		assertThat(read(frame)).containsExactly("message ü 1 0 {k=v, trace=} ");
	}

	@Test
	void messageOfMoreThan127Bytes() {
		byte[] frame = Frames.message(Frames.topic("a"), 0, 0, Frames.headers(Map.of()), new byte[200]);
		assertThat(HexFormat.of().formatHex(frame)).startsWith("01d4010161000000000000000000" + "00");
		assertThat(frame).hasSize(3 + 212);
		assertThat(read(frame)).containsExactly("message a 0 0 {} " + "00".repeat(200));
	}

	@Test
	void stream() {
		byte[] frame = Frames.stream(300, 1, 128);
		assertFrame(frame, "06 05 ac02 01 8001");
		assertThat(read(frame)).containsExactly("stream 300 1 128");
	}

	@Test
	void streamThatGoesOn() {
		assertFrame(Frames.STREAM_GOES_ON, "06 00");
		assertThat(read(Frames.STREAM_GOES_ON)).isEmpty();
	}

	@Test
	void streamsOfSeveralReceivers() {
		byte[] frame = Frames.streams(new long[] { 1, 0x0102030405060708L }, new long[] { 300, 2 },
				new long[] { 1, 128 });
		assertFrame(frame, "07 16 0000000000000001 ac02 01 0102030405060708 02 8001");
		assertThat(read(frame)).containsExactly("stream of 1 300 1", "stream of 72623859790382856 2 128");
	}

	@Test
	void framesOfABatchAreReadInOrder() {
		byte[] batch = HexFormat.of().parseHex("01" + "0e01" + "01" + "0e01" + "07" + "0e0102");
		assertThat(readBatch(batch)).containsExactly("cancel 1", "cancel 7", "cancel 2");
	}

	private List<String> read(byte[] frame) {
		return readBatch(Batches.of(frame));
	}

	private List<String> readBatch(byte[] batch) {
		RecordingSink fresh = new RecordingSink();
		new BatchReader(1_000_000).read(batch, fresh);
		return fresh.events();
	}

	private static void assertFrame(byte[] frame, String hex) {
		assertThat(HexFormat.of().formatHex(frame)).isEqualTo(hex.replace(" ", ""));
	}

}
