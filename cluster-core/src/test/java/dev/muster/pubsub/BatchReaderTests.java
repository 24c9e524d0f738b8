package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the reader does with what is no batch.
 */
class BatchReaderTests {

	private static final byte[] CANCEL = { DeliveryFrames.CANCEL, 1, 7 };

	private static final String PING = "0e0107";

	@ParameterizedTest
	@CsvSource({ "'', it ends too early", "02, its version is 2", "0101, it ends too early",
			"010105, it says that 5 bytes follow", "0101ffffffff7f, it says that 34359738367 bytes follow",
			"0101ffffffffffffffffff7f, a number above 63 bits", "0101ffffffffffffffffffff, a number above 63 bits" })
	void whenABatchIsBrokenThenItEndsThere(String hex, String problem) {
		assertThat(read(hex)).singleElement().asString().startsWith("skipped: ").contains(problem);
	}

	@ParameterizedTest
	@CsvSource({ "unknown type, 7f03010203", "empty message, 0100", "topic longer than the message, 010209" + "61",
			"topic that is none, 010c" + "0120" + "00" + "0000000000000000" + "00",
			"message without a time, 0103" + "0161" + "00",
			"more headers than bytes, 010f" + "0161" + "00" + "0000000000000000" + "ffffff7f",
			"header longer than the message, 010e" + "0161" + "00" + "0000000000000000" + "0109" + "61",
			"cancel without number, 0e00", "of an earlier version, 0403010203" })
	void whenAFrameIsBrokenThenTheNextOneIsRead(String what, String hex) {
		List<String> events = read("01" + PING + hex.replace(" ", "") + PING);
		assertThat(events).as(what).hasSize(3).startsWith("cancel 7").endsWith("cancel 7");
		assertThat(events.get(1)).as(what).startsWith("skipped: ");
	}

	@Test
	void allFramesBehindAPositionAreNumbered() {
		assertThat(read("01" + PING + "0603" + "020a03" + PING + "7f0103" + PING)).containsExactly("cancel 7",
				"stream 2 10 3", "numbered", "cancel 7", "numbered", "skipped: its type is 127", "numbered",
				"cancel 7");
	}

	@Test
	void numbersGoOnAfterAnEmptyPosition() {
		assertThat(read("01" + "0600" + PING)).containsExactly("numbered", "cancel 7");
	}

	@Test
	void positionsForSeveralReceiversAreReadByEach() {
		String streams = "0714" + "0000000000000002" + "0105" + "0000000000000001" + "0307";
		assertThat(read("01" + streams + PING)).containsExactly("stream of 2 1 5", "stream of 1 3 7", "numbered",
				"cancel 7");
	}

	@ParameterizedTest
	@CsvSource({ "without numbers, 0601" + "01", "number zero, 0603" + "010000",
			"number above all, 060b" + "01" + "ffffffffffffffff7f" + "00", "half a receiver, 0704" + "00000000" })
	void whenAPositionIsBrokenThenItIsSkippedAndNothingIsNumbered(String what, String hex) {
		List<String> events = read("01" + hex + PING);
		assertThat(events).as(what).hasSize(2).endsWith("cancel 7");
		assertThat(events.get(0)).as(what).startsWith("skipped: ");
	}

	@Test
	void whatLaterVersionsAppendIsIgnored() {
		assertThat(read("01" + "0e03" + "07" + "0102" + "0e03" + "080102")).containsExactly("cancel 7", "cancel 8");
	}

	@Test
	void whenAMessageIsAboveTheLimitThenItIsSkippedAndTheNextOneIsRead() {
		byte[] large = Frames.message(Frames.topic("a"), 0, 0, Frames.headers(Map.of()), new byte[100]);
		byte[] small = Frames.message(Frames.topic("a"), 0, 0, Frames.headers(Map.of()), new byte[87]);
		RecordingSink sink = new RecordingSink();
		new BatchReader(100).read(Batches.of(large, small), sink);
		assertThat(sink.events()).hasSize(2);
		assertThat(sink.events().get(0)).startsWith("skipped: ").contains("max-message-size");
		assertThat(sink.events().get(1)).startsWith("message a");
	}

	@Test
	void topicsAreSharedAndNeverMixedUp() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		BatchReader reader = new BatchReader(1000);
		for (int i = 0; i < 20_000; i++) {
			String topic = "topic." + random.nextInt(600);
			RecordingSink sink = new RecordingSink();
			byte[] frame = Frames.message(Frames.topic(topic), 0, 0, Frames.headers(Map.of()), new byte[0]);
			reader.read(Batches.of(frame), sink);
			assertThat(sink.events()).as("seed %d", seed).containsExactly("message " + topic + " 0 0 {} ");
		}
	}

	@Test
	void randomBytesNeverThrowNorAllocateMoreThanTheyAre() {
		long seed = System.nanoTime();
		System.out.println("Seed of BatchReaderTests: " + seed);
		Random random = new Random(seed);
		BatchReader reader = new BatchReader(1 << 20);
		int skipped = 0;
		for (int i = 0; i < 100_000; i++) {
			byte[] bytes = new byte[random.nextInt(200)];
			random.nextBytes(bytes);
			if (bytes.length > 1) {
				bytes[0] = Frames.VERSION;
				bytes[1] = (byte) (1 + random.nextInt(6));
			}
			skipped += readSafely(reader, bytes, seed);
		}
		assertThat(skipped).isPositive();
	}

	@Test
	void mutationsOfGoodBatchesNeverThrow() {
		long seed = System.nanoTime();
		System.out.println("Seed of BatchReaderTests: " + seed);
		Random random = new Random(seed);
		byte[] good = goodBatch();
		BatchReader reader = new BatchReader(1 << 20);
		int skipped = 0;
		for (int i = 0; i < 100_000; i++) {
			byte[] bytes = good.clone();
			for (int n = 1 + random.nextInt(4); n > 0; n--) {
				bytes[random.nextInt(bytes.length)] = switch (random.nextInt(3)) {
					case 0 -> (byte) random.nextInt(256);
					case 1 -> (byte) 0xff;
					default -> 0;
				};
			}
			if (random.nextInt(4) == 0) {
				bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
			}
			skipped += readSafely(reader, bytes, seed);
		}
		assertThat(skipped).isPositive();
		RecordingSink sink = new RecordingSink();
		reader.read(good, sink);
		assertThat(sink.events()).as("seed %d: the reader still works", seed)
			.hasSize(4)
			.noneMatch((event) -> event.startsWith("skipped"));
	}

	@Test
	void howeverABatchIsCutThenTheSameIsRead() {
		long seed = System.nanoTime();
		System.out.println("Seed of BatchReaderTests: " + seed);
		Random random = new Random(seed);
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = goodBatch();
			if (random.nextBoolean()) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			}
			RecordingSink whole = new RecordingSink();
			new BatchReader(1000).read(bytes, whole);
			RecordingSink cut = new RecordingSink();
			new BatchReader(1000).read(cut(bytes, random), cut);
			assertThat(cut.events()).as("seed %d", seed).isEqualTo(whole.events());
		}
	}

	private static List<byte[]> cut(byte[] bytes, Random random) {
		List<byte[]> parts = new ArrayList<>();
		int from = 0;
		for (int cuts = random.nextInt(6); cuts > 0; cuts--) {
			int to = from + random.nextInt(bytes.length - from + 1);
			parts.add(Arrays.copyOfRange(bytes, from, to));
			from = to;
		}
		parts.add(Arrays.copyOfRange(bytes, from, bytes.length));
		return parts;
	}

	@Test
	void whenAPayloadIsAnArrayOfItsOwnThenItIsNotCopied() {
		byte[] payload = { 1, 2, 3 };
		byte[] frame = Frames.message(Frames.topic("a"), 0, 0, Frames.headers(Map.of()), payload);
		byte[] head = Arrays.copyOf(frame, frame.length - payload.length);
		List<byte[]> arrays = new ArrayList<>();
		RecordingSink sink = new RecordingSink() {
			@Override
			public void message(String topic, int codec, long sentAt, Map<String, String> headers, byte[] batch,
					int offset, int length) {
				arrays.add(batch);
				super.message(topic, codec, sentAt, headers, batch, offset, length);
			}
		};
		new BatchReader(1000).read(List.of(Frames.PREFIX, CANCEL, head, payload, frame), sink);
		assertThat(sink.events()).containsExactly("cancel 7", "message a 0 0 {} 010203", "message a 0 0 {} 010203");
		assertThat(arrays).hasSize(2);
		assertThat(arrays.get(0)).isSameAs(payload);
		assertThat(arrays.get(1)).isSameAs(frame);
	}

	private static int readSafely(BatchReader reader, byte[] bytes, long seed) {
		RecordingSink sink = new RecordingSink();
		try {
			reader.read(bytes, sink);
		}
		catch (RuntimeException | Error ex) {
			throw new AssertionError("seed " + seed + ": " + HexFormat.of().formatHex(bytes), ex);
		}
		assertThat(sink.events()).as("seed %d: more events than bytes", seed)
			.hasSizeLessThanOrEqualTo(bytes.length + 1);
		return (int) sink.events().stream().filter((event) -> event.startsWith("skipped")).count();
	}

	private static byte[] goodBatch() {
		List<byte[]> frames = new ArrayList<>();
		frames.add(CANCEL);
		frames.add(Frames.message(Frames.topic("a.b"), 2, 1, Frames.headers(Map.of("k", "v")), new byte[] { 1, 2, 3 }));
		frames.add(Frames.message(Frames.topic("c"), 0, 1, Frames.headers(Map.of()), new byte[0]));
		frames.add(CANCEL);
		return Batches.of(frames.toArray(new byte[0][]));
	}

	private static List<String> read(String hex) {
		RecordingSink sink = new RecordingSink();
		new BatchReader(1000).read(HexFormat.of().parseHex(hex), sink);
		return sink.events();
	}

}
