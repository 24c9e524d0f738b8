package dev.muster.pubsub;

import java.util.ArrayList;
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
	void snapshot() {
		List<byte[]> frames = Frames.snapshot(300, List.of("a", "b.*"), 1000);
		assertThat(frames).hasSize(1);
		assertFrame(frames.get(0), "02 0d 03 ac02 03 00 0161 05 00 03622e2a");
		assertThat(read(frames.get(0))).containsExactly("snapshot true true 300 [a, b.*]");
	}

	@Test
	void emptySnapshot() {
		List<byte[]> frames = Frames.snapshot(0, List.of(), 1000);
		assertThat(frames).hasSize(1);
		assertFrame(frames.get(0), "02 02 03 00");
		assertThat(read(frames.get(0))).containsExactly("snapshot true true 0 []");
	}

	@Test
	void largeSnapshotInParts() {
		List<String> patterns = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			patterns.add("topic." + i);
		}
		List<byte[]> frames = Frames.snapshot(5, patterns, 1000);
		assertThat(frames).hasSizeGreaterThan(10).allSatisfy((frame) -> assertThat(frame).hasSizeLessThan(1010));
		List<String> read = frames.stream().flatMap((frame) -> read(frame).stream()).toList();
		assertThat(read.get(0)).startsWith("snapshot true false 5 [topic.0, ");
		assertThat(read.get(1)).startsWith("snapshot false false 5 [");
		assertThat(read.get(read.size() - 1)).startsWith("snapshot false true 5 [").endsWith(" topic.999]");
		assertThat(String.join(" ", read).split("topic")).hasSize(1001);
	}

	@Test
	void delta() {
		List<byte[]> frames = Frames.deltas(7, List.of(new InterestChange(true, "a"), new InterestChange(false, "b")),
				1000);
		assertThat(frames).hasSize(1);
		assertFrame(frames.get(0), "03 0c 07 09 01 03 00 0161 00 03 00 0162");
		assertThat(read(frames.get(0))).containsExactly("delta 7 9 [+a, -b]");
	}

	@Test
	void largeDeltasInParts() {
		List<InterestChange> changes = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			changes.add(new InterestChange(true, "topic." + i));
		}
		long version = 3;
		for (byte[] frame : Frames.deltas(3, changes, 1000)) {
			assertThat(frame).hasSizeLessThan(1010);
			String text = read(frame).get(0);
			long to = Long.parseLong(text.split(" ")[2]);
			assertThat(text).startsWith("delta " + version + " ");
			assertThat(text.split("topic")).hasSize((int) (to - version) + 1);
			version = to;
		}
		assertThat(version).isEqualTo(1003);
	}

	@Test
	void ack() {
		byte[] frame = Frames.ack(128);
		assertFrame(frame, "04 02 8001");
		assertThat(read(frame)).containsExactly("ack 128");
	}

	@Test
	void request() {
		byte[] frame = Frames.request();
		assertFrame(frame, "05 00");
		assertThat(read(frame)).containsExactly("request");
	}

	@Test
	void framesOfABatchAreReadInOrder() {
		byte[] batch = HexFormat.of().parseHex("01" + "050" + "0" + "0401" + "07" + "0500");
		assertThat(readBatch(batch)).containsExactly("request", "ack 7", "request");
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
