package dev.muster.pubsub;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.muster.Member;
import dev.muster.MemberId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bytes of the frames for groups, requests and confirmations, and that they read
 * back. A change here is a change of the protocol: members of the version before will not
 * understand it.
 */
class DeliveryFramesTests {

	private static final long HASH = 0x0102030405060708L;

	private static final Member SELF = new Member(new MemberId(1, 2), "n1", "127.0.0.1", 1, Map.of());

	private static final Route ROUTE = new Route("a.b", new LocalSubscription[0], new LocalSubscription[0], new Peer[0],
			new Peer[0], new RouteGroup[0], RouteGroup.NONE);

	private static final String MESSAGE = "message a.b 2 5 {} 0a0b";

	@Test
	void targeted() {
		byte[] frame = enveloped(new Envelope(DeliveryFrames.TARGETED, false, false, 0, 0, 0, List.of("g", "ü")));
		assertFrame(frame, "0a 17 00 02 0167 02c3bc 03612e62 02 0000000000000005 00 0a0b");
		assertThat(read(frame)).containsExactly(
				"Envelope[type=10, plain=false, keyed=false, keyHash=0, id=0, remaining=0, groups=[g, ü]]", MESSAGE);
	}

	@Test
	void targetedWithAKeyAndForThoseWithoutAGroup() {
		byte[] frame = enveloped(new Envelope(DeliveryFrames.TARGETED, true, true, HASH, 0, 0, List.of("g")));
		assertFrame(frame, "0a 1c 03 0102030405060708 01 0167 03612e62 02 0000000000000005 00 0a0b");
		assertThat(read(frame)).containsExactly(
				"Envelope[type=10, plain=true, keyed=true, keyHash=" + HASH + ", id=0, remaining=0, groups=[g]]",
				MESSAGE);
	}

	@Test
	void confirmed() {
		byte[] frame = enveloped(new Envelope(DeliveryFrames.CONFIRMED, true, false, 0, 300, 0, List.of()));
		assertFrame(frame, "0b 14 01 ac02 00 03612e62 02 0000000000000005 00 0a0b");
		assertThat(read(frame)).containsExactly(
				"Envelope[type=11, plain=true, keyed=false, keyHash=0, id=300, remaining=0, groups=[]]", MESSAGE);
	}

	@Test
	void asked() {
		byte[] frame = enveloped(new Envelope(DeliveryFrames.ASKED, true, true, HASH, 7, 5000, List.of()));
		assertFrame(frame, "0c 1c 03 0102030405060708 07 8827 03612e62 02 0000000000000005 00 0a0b");
		assertThat(read(frame)).containsExactly(
				"Envelope[type=12, plain=true, keyed=true, keyHash=" + HASH + ", id=7, remaining=5000, groups=[]]",
				MESSAGE);
	}

	@Test
	void answerWithAReply() {
		byte[] frame = answer(300, new Answer.Value(2, new byte[] { 10, 11 }));
		assertFrame(frame, "0d 06 ac02 01 02 0a0b");
		assertThat(read(frame)).containsExactly("answer 300 2 0a0b");
	}

	@Test
	void answerThatTheReplyIsTooLarge() {
		byte[] frame = answer(1, new Answer.TooLarge(300, 128));
		assertFrame(frame, "0d 06 01 02 ac02 8001");
		assertThat(read(frame)).containsExactly("answer 1 TooLarge[size=300, limit=128]");
	}

	@ParameterizedTest
	@CsvSource({ "HANDLER,03", "UNDECODABLE,04", "UNENCODABLE,05" })
	void answerThatItFailed(Answer.Reason reason, String status) {
		byte[] frame = answer(1, new Answer.Failure(reason, "E", "no"));
		assertFrame(frame, "0d 07 01 " + status + " 0145 026e6f");
		assertThat(read(frame)).containsExactly("answer 1 Failure[reason=" + reason + ", type=E, message=no]");
	}

	@ParameterizedTest
	@CsvSource({ "NULL,10", "REFUSED,11", "NOBODY,12", "DELIVERED,13", "FAILED,14" })
	void answerThatIsASignal(Answer.Signal signal, String status) {
		byte[] frame = answer(1, signal);
		assertFrame(frame, "0d 02 01 " + status);
		assertThat(read(frame)).containsExactly("answer 1 " + signal);
	}

	@Test
	void cancel() {
		byte[] frame = whole(DeliveryFrames.cancel(300));
		assertFrame(frame, "0e 02 ac02");
		assertThat(read(frame)).containsExactly("cancel 300");
	}

	@Test
	void whatALaterVersionAppendsIsIgnored() {
		assertThat(read(HexFormat.of().parseHex("0e03ac02ff"))).containsExactly("cancel 300");
		assertThat(read(HexFormat.of().parseHex("0d030113ff"))).containsExactly("answer 1 DELIVERED");
		assertThat(read(HexFormat.of().parseHex("0d08" + "01030145026e6fff")))
			.containsExactly("answer 1 Failure[reason=HANDLER, type=E, message=no]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "00", "06", "0f", "15", "ff" })
	void anAnswerOfAnUnknownStatusIsSkipped(String status) {
		assertThat(read(HexFormat.of().parseHex("0d0201" + status))).singleElement()
			.asString()
			.startsWith("skipped: the status of an answer is ");
	}

	@Test
	void anEnvelopeOfManyGroupsThatAreNotThereIsSkipped() {
		byte[] frame = HexFormat.of().parseHex("0a0a00" + "ffffffffffffffff7f");
		assertThat(read(frame)).singleElement().asString().startsWith("skipped: ");
	}

	@Test
	void whateverComesIsReadOrSkipped() {
		long seed = System.nanoTime();
		System.out.println("Seed of DeliveryFramesTests: " + seed);
		Random random = new Random(seed);
		List<byte[]> valid = examples();
		int skipped = 0;
		for (int i = 0; i < 100_000; i++) {
			byte[] frame = valid.get(random.nextInt(valid.size())).clone();
			for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
				frame[2 + random.nextInt(frame.length - 2)] = (byte) random.nextInt();
			}
			byte[] batch = Batches.of(frame, valid.get(random.nextInt(valid.size())));
			if (random.nextInt(4) == 0) {
				batch = Arrays.copyOf(batch, 1 + random.nextInt(batch.length));
			}
			try {
				skipped += readBatch(batch).stream().anyMatch((event) -> event.startsWith("skipped")) ? 1 : 0;
			}
			catch (RuntimeException ex) {
				throw new AssertionError("seed " + seed + ", input " + HexFormat.of().formatHex(batch), ex);
			}
		}
		assertThat(skipped).isBetween(1, 99_999);
	}

	@Test
	void aFrameThatIsWrongInsideDoesNotHarmTheNext() {
		for (byte[] example : examples()) {
			for (int length = 0; length < example.length - 2; length++) {
				byte[] cut = Arrays.copyOf(example, length + 2);
				cut[1] = (byte) length;
				assertThat(readBatch(Batches.of(cut, whole(DeliveryFrames.cancel(7))))).last().isEqualTo("cancel 7");
			}
		}
	}

	/**
	 * Return frames of less than 128 bytes.
	 */
	private static List<byte[]> examples() {
		List<byte[]> frames = new ArrayList<>();
		frames.add(enveloped(new Envelope(DeliveryFrames.TARGETED, true, true, HASH, 0, 0, List.of("g", "h"))));
		frames.add(enveloped(new Envelope(DeliveryFrames.CONFIRMED, true, false, 0, 300, 0, List.of("g"))));
		frames.add(enveloped(new Envelope(DeliveryFrames.ASKED, true, true, HASH, 7, 5000, List.of())));
		frames.add(answer(300, new Answer.Value(2, new byte[] { 10, 11 })));
		frames.add(answer(1, new Answer.TooLarge(300, 128)));
		frames.add(answer(1, new Answer.Failure(Answer.Reason.HANDLER, "E", "no")));
		frames.add(answer(1, Answer.Signal.NOBODY));
		frames.add(whole(DeliveryFrames.cancel(300)));
		return frames;
	}

	private static byte[] enveloped(Envelope envelope) {
		Draft draft = new Draft(ROUTE, SELF, 2, 5, Map.of(), Frames.headers(Map.of()), new byte[] { 10, 11 });
		return whole(draft.enveloped(envelope.type(), envelope.encode()));
	}

	private static byte[] answer(long id, Answer answer) {
		return whole(DeliveryFrames.answer(id, answer));
	}

	private static byte[] whole(OutboundFrame frame) {
		List<byte[]> parts = new ArrayList<>();
		frame.addTo(parts);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		parts.forEach(bytes::writeBytes);
		return bytes.toByteArray();
	}

	private static List<String> read(byte[] frame) {
		return readBatch(Batches.of(frame));
	}

	private static List<String> readBatch(byte[] batch) {
		RecordingSink sink = new RecordingSink();
		new BatchReader(1_000_000).read(batch, sink);
		return sink.events();
	}

	private static void assertFrame(byte[] frame, String hex) {
		assertThat(HexFormat.of().formatHex(frame)).isEqualTo(hex.replace(" ", ""));
	}

}
