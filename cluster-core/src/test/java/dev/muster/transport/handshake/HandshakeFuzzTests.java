package dev.muster.transport.handshake;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import dev.muster.transport.Refusal.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Feeds the handshake with what nobody should send. {@code -Dmuster.fuzz.inputs} says how
 * much of it, {@code -Dmuster.seed} repeats a run.
 */
class HandshakeFuzzTests {

	private static final int INPUTS = Integer.getInteger("muster.fuzz.inputs", 100_000);

	/** Of so many inputs one goes to a handshake with a secret: those cost most. */
	private static final int WITH_SECRET = 250;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final Identity[] PLAIN = { Talk.identity(7800, null), Talk.identity(7801, null) };

	private static final Identity[] SECRET = { Talk.identity(7800, Talk.SECRET), Talk.identity(7801, Talk.SECRET) };

	private static final List<byte[]> PLAIN_TALK = Talk.of(PLAIN[0], PLAIN[1]).messages();

	private static final List<byte[]> SECRET_TALK = Talk.of(SECRET[0], SECRET[1]).messages();

	private final long seed = Long.getLong("muster.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	@Test
	void whateverIsDecodedIsAMessageOrRefused() {
		int decoded = 0;
		long before = allocated();
		for (int i = 0; i < INPUTS; i++) {
			byte[] input = input();
			try {
				byte[] known = MessageCodec.encode(MessageCodec.decode(input));
				assertThat(known.length <= input.length).isTrue();
				decoded++;
			}
			catch (RefusalException ex) {
				// what most inputs are for
			}
			catch (RuntimeException ex) {
				throw failure(input, ex);
			}
		}
		assertBounded(before);
		assertThat(decoded).as("decoded, seed %d", this.seed).isBetween(INPUTS / 4, INPUTS * 3 / 4);
	}

	@Test
	void whateverIsReceivedLeadsToAStep() {
		int[] steps = new int[4];
		long before = allocated();
		for (int i = 0; i < INPUTS; i++) {
			Identity[] sides = (i % WITH_SECRET == 0) ? SECRET : PLAIN;
			byte[] input = input();
			try {
				Step step = handshake(sides).receive(ByteBuffer.wrap(input));
				assertThat(sides == SECRET && step instanceof Step.Done).as("done without the secret").isFalse();
				steps[kind(step)]++;
			}
			catch (RuntimeException | AssertionError ex) {
				throw failure(input, ex);
			}
		}
		assertBounded(before);
		assertThat(steps).as("Send, Done, Refuse, Refused with seed %d", this.seed)
			.satisfies((counts) -> assertThat(counts[0]).isPositive())
			.satisfies((counts) -> assertThat(counts[1]).isGreaterThan(INPUTS / 1000))
			.satisfies((counts) -> assertThat(counts[2]).isGreaterThan(INPUTS / 2))
			.satisfies((counts) -> assertThat(counts[3]).isGreaterThan(INPUTS / 1000));
	}

	@Test
	void whateverIsTakenForAProofIsRefused() {
		for (int i = 0; i < INPUTS / WITH_SECRET; i++) {
			Talk talk = Talk.of(Handshake.initiator(SECRET[0]), Handshake.responder(SECRET[1]), (number, message) -> {
				if (number == 3) {
					byte[] difference = new byte[Hkdf.HASH];
					this.random.nextBytes(difference);
					difference[this.random.nextInt(Hkdf.HASH)] |= 1; // not zero
					for (int j = 0; j < Hkdf.HASH; j++) {
						message[message.length - 1 - j] ^= difference[j];
					}
				}
				return message;
			});
			assertThat(talk.responder()).as("seed %d", this.seed)
				.isInstanceOfSatisfying(Step.Refuse.class,
						(refuse) -> assertThat(refuse.reason()).isEqualTo(Reason.UNAUTHENTICATED));
			assertThat(talk.initiator()).isEqualTo(new Step.Refused(Reason.UNAUTHENTICATED));
		}
	}

	@Test
	void whenAMessageIsHugeThenItIsNotCopied() {
		ByteBuffer huge = ByteBuffer.allocateDirect(32 * 1024 * 1024);
		for (int i = 0; i < 3; i++) {
			long before = allocated();
			Step step = Handshake.responder(PLAIN[1]).receive(huge.clear());
			assertThat(allocated() - before).isLessThan(1024 * 1024);
			assertThat(step).isInstanceOf(Step.Refuse.class);
		}
	}

	private Handshake handshake(Identity[] sides) {
		List<byte[]> talk = (sides == SECRET) ? SECRET_TALK : PLAIN_TALK;
		boolean secondMessage = sides == SECRET && this.random.nextBoolean();
		if (this.random.nextBoolean()) {
			Handshake responder = Handshake.responder(sides[1]);
			if (secondMessage) {
				responder.receive(ByteBuffer.wrap(talk.get(0)));
			}
			return responder;
		}
		Handshake initiator = Handshake.initiator(sides[0]);
		initiator.begin();
		if (secondMessage) {
			initiator.receive(ByteBuffer.wrap(talk.get(1)));
		}
		return initiator;
	}

	private byte[] input() {
		if (this.random.nextInt(4) == 0) {
			byte[] input = new byte[this.random.nextInt((this.random.nextInt(10) == 0) ? 1000 : 150)];
			this.random.nextBytes(input);
			byte[] header = { 'M', 'S', 'T', 'R', 1, (byte) (1 + this.random.nextInt(6)) };
			System.arraycopy(header, 0, input, 0, Math.min(this.random.nextInt(7), input.length));
			return input;
		}
		List<byte[]> talk = this.random.nextBoolean() ? SECRET_TALK : PLAIN_TALK;
		byte[] input = (this.random.nextInt(10) == 0) ? MessageCodec.encode(new Message.Refused(Reason.GARBAGE))
				: talk.get(this.random.nextInt(talk.size())).clone();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			input[this.random.nextInt(input.length)] = (byte) this.random.nextInt();
		}
		int length = input.length + this.random.nextInt(3) - 1;
		return (this.random.nextInt(4) == 0) ? Arrays.copyOf(input, length) : input;
	}

	private void assertBounded(long allocatedBefore) {
		long each = (allocated() - allocatedBefore) / INPUTS;
		assertThat(each).as("bytes allocated per input, seed %d", this.seed).isLessThan(8 * 1024);
	}

	private AssertionError failure(byte[] input, @Nullable Throwable cause) {
		return new AssertionError("seed " + this.seed + ", input " + HexFormat.of().formatHex(input), cause);
	}

	private static int kind(Step step) {
		if (step instanceof Step.Send) {
			return 0;
		}
		if (step instanceof Step.Done) {
			return 1;
		}
		return (step instanceof Step.Refuse) ? 2 : 3;
	}

	private static long allocated() {
		return THREADS.getCurrentThreadAllocatedBytes();
	}

}
