package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.muster.pubsub.replay.OutboundReplay;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bytes of the frames of messages that are kept, and that they read back. A change
 * here is a change of the protocol.
 */
class ReplayFramesTests {

	private static final OutboundFrame MESSAGE = OutboundFrame
		.of(Frames.message(Frames.topic("a"), 2, 5, Frames.headers(Map.of()), new byte[] { 10 }));

	private static final String MESSAGE_HEX = "010d016102" + "0000000000000005" + "000a";

	@Test
	void kept() {
		byte[] frame = whole(MESSAGE, ReplayFrames.kept(3,
				List.of(new ReplayFrames.Stamp(2, 4, 300, 6), new ReplayFrames.Stamp(1, 7, 8, 9)), MESSAGE.length()));
		assertFrame(frame, "08 28 03 02 0000000000000002 04 ac02 06 0000000000000001 07 08 09" + MESSAGE_HEX);
		assertThat(read(frame)).containsExactly("kept 3 7 8 9 " + MESSAGE_HEX);
	}

	@Test
	void keptForOthersIsLeftOut() {
		assertThat(read(
				whole(MESSAGE, ReplayFrames.kept(3, List.of(new ReplayFrames.Stamp(2, 4, 300, 6)), MESSAGE.length()))))
			.isEmpty();
	}

	@Test
	void mark() {
		byte[] frame = ReplayFrames.mark(1, 2, 300, "a.*");
		assertFrame(frame, "09 09 01 01 02 ac02 03612e2a");
		assertThat(read(frame)).containsExactly("mark 1 2 300 a.*");
	}

	@Test
	void ask() {
		byte[] frame = ReplayFrames.ask(1, 2, 3, 300);
		assertFrame(frame, "09 06 02 01 02 03 ac02");
		assertThat(read(frame)).containsExactly("ask 1 2 3 300");
	}

	@Test
	void fill() {
		byte[] frame = whole(MESSAGE, ReplayFrames.fill(1, 2, new OutboundReplay.Part<>(3, 4, MESSAGE)));
		assertFrame(frame, "09 14 03 01 02 03 04" + MESSAGE_HEX);
		assertThat(read(frame)).containsExactly("fill 1 2 3 4 " + MESSAGE_HEX);
		byte[] empty = ReplayFrames.fill(1, 2, new OutboundReplay.Part<OutboundFrame>(3, 4, null)).toByteArray();
		assertFrame(empty, "09 05 03 01 02 03 04");
		assertThat(read(empty)).containsExactly("fill 1 2 3 4 null");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0906" + "0001020304" + "05", "0905" + "0401020304", "0905" + "0364020304",
			"0905" + "0301020403", "0904" + "03010200", "0904" + "01010203", "0803" + "640100", "080403ffffff",
			"0906" + "010102" + "03" + "0120" })
	void whatIsWrongIsSkipped(String hex) {
		assertThat(read(HexFormat.of().parseHex(hex))).singleElement().asString().startsWith("skipped: ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0800", "0c00", "0900", "0d00", "01", "" })
	void onlyMessagesAreKept(String hex) {
		RecordingReplays sink = new RecordingReplays();
		byte[] message = HexFormat.of().parseHex(hex);
		new BatchReader(1000).readKept(new FrameReader(message, 0, message.length), sink);
		assertThat(sink.events()).singleElement().asString().startsWith("skipped: ");
	}

	@Test
	void whateverTheBytesAreNothingIsThrown() {
		long seed = System.nanoTime();
		System.out.println("Seed of ReplayFramesTests: " + seed);
		Random random = new Random(seed);
		List<byte[]> frames = List.of(ReplayFrames.mark(1, 2, 300, "a.*"), ReplayFrames.ask(1, 2, 3, 300),
				whole(MESSAGE, ReplayFrames.fill(1, 2, new OutboundReplay.Part<>(3, 4, MESSAGE))),
				whole(MESSAGE, ReplayFrames.kept(3, List.of(new ReplayFrames.Stamp(1, 4, 300, 6)), MESSAGE.length())));
		int read = 0;
		for (int i = 0; i < 20_000; i++) {
			byte[] frame = frames.get(random.nextInt(frames.size())).clone();
			for (int j = random.nextInt(3); j >= 0; j--) {
				frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
			}
			read += read(Arrays.copyOf(frame, frame.length - random.nextInt(3))).size();
		}
		assertThat(read).isPositive();
	}

	private static byte[] whole(OutboundFrame message, FrameWriter front) {
		List<byte[]> parts = new ArrayList<>();
		message.addTo(parts, front);
		assertThat(parts).hasSize(1);
		return parts.get(0);
	}

	private static List<String> read(byte[] frame) {
		RecordingReplays sink = new RecordingReplays();
		new BatchReader(1_000_000).read(Batches.of(frame), sink);
		return sink.events();
	}

	private static void assertFrame(byte[] frame, String hex) {
		assertThat(HexFormat.of().formatHex(frame)).isEqualTo(hex.replace(" ", ""));
	}

	private static final class RecordingReplays extends RecordingSink {

		@Override
		public boolean isReceiver(long receiver) {
			return receiver == 1;
		}

		@Override
		public void kept(int ring, long epoch, long number, long behind, FrameReader message) {
			events().add("kept " + ring + " " + epoch + " " + number + " " + behind + " " + hex(message));
		}

		@Override
		public void mark(int ring, long epoch, long next, String pattern) {
			events().add("mark " + ring + " " + epoch + " " + next + " " + pattern);
		}

		@Override
		public void ask(int ring, long epoch, long from, long to) {
			events().add("ask " + ring + " " + epoch + " " + from + " " + to);
		}

		@Override
		public void fill(int ring, long epoch, long from, long to, @Nullable FrameReader message) {
			events().add("fill " + ring + " " + epoch + " " + from + " " + to + " "
					+ ((message != null) ? hex(message) : null));
		}

		private static String hex(FrameReader message) {
			byte[] array = message.array();
			return HexFormat.of()
				.formatHex(Arrays.copyOfRange(array, message.position(), message.position() + message.remaining()));
		}

	}

}
