package dev.muster.transport.handshake;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link FrameCipher}.
 */
class FrameCipherTests {

	private static final HexFormat HEX = HexFormat.of();

	private static final byte[] MATERIAL = new byte[FrameCipher.KEY_MATERIAL];

	private static final List<IntFunction<ByteBuffer>> BUFFERS = List.of(ByteBuffer::allocate,
			ByteBuffer::allocateDirect, (size) -> ByteBuffer.allocate(size + 7).position(5).limit(size + 5).slice());

	static {
		for (int i = 0; i < MATERIAL.length; i++) {
			MATERIAL[i] = (byte) i;
		}
	}

	private final FrameCipher sealing = FrameCipher.sealing(MATERIAL, FrameCipher.INTERVAL);

	private final FrameCipher opening = FrameCipher.opening(MATERIAL, FrameCipher.INTERVAL);

	@Test
	void theBytesOnTheWireAndTheChangesOfKeyAreThese() throws BadFrameException {
		// From the same independent program as those of HandshakeGoldenTests
		List<String> golden = List.of("b448c71d09b82ac9c1b74a4f28e221cb3610b77db9361d",
				"646798e7b85e38067a5f98abfe0a07eca81f0b4e447f55", "56e25e58147d334403e7bc3fee1162b692f84ffb795e27",
				"a90120172d4689b1df9b2f06f59a37d08a3ee07dae1de0", "c654c40ad1fb0f7b5a96913c569910951c204eb64eb348",
				"23df660f8ced0a77c3c50849b1c227ad8b5786b8da443d");
		FrameCipher sealing = FrameCipher.sealing(MATERIAL, 2);
		FrameCipher opening = FrameCipher.opening(MATERIAL, 2);
		for (int i = 0; i < golden.size(); i++) {
			byte[] plain = ("frame " + i).getBytes(US_ASCII);
			byte[] sealed = seal(sealing, plain);
			assertThat(HEX.formatHex(sealed)).isEqualTo(golden.get(i));
			assertThat(open(opening, sealed)).isEqualTo(plain);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 15, 16, 17, 1000, 65_536, 3_000_001 })
	void whenInAnyBufferThenAFrameIsTheSameAfterwards(int size) throws BadFrameException {
		byte[] plain = new byte[size];
		new Random(size).nextBytes(plain);
		for (IntFunction<ByteBuffer> from : BUFFERS) {
			for (IntFunction<ByteBuffer> to : BUFFERS) {
				ByteBuffer in = from.apply(size).put(plain).flip();
				ByteBuffer sealed = to.apply(size + 100).position(3);
				this.sealing.seal(in, sealed);
				assertThat(in.hasRemaining()).isFalse();
				assertThat(sealed.position()).isEqualTo(3 + size + this.sealing.overhead());
				sealed.flip().position(3);
				ByteBuffer opened = from.apply(size + 100).position(2);
				this.opening.open(sealed.asReadOnlyBuffer(), opened);
				byte[] after = new byte[size];
				opened.flip().position(2).get(after);
				assertThat(Arrays.equals(after, plain)).isTrue();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 16, 17, 1000, 65_536 })
	void whenInPlaceThenAFrameIsTheSameAfterwards(int size) throws BadFrameException {
		byte[] plain = new byte[size];
		new Random(size).nextBytes(plain);
		for (IntFunction<ByteBuffer> kind : BUFFERS) {
			ByteBuffer buffer = kind.apply(size + 50);
			buffer.duplicate().position(7).put(plain);
			ByteBuffer sealed = buffer.duplicate().position(7);
			this.sealing.seal(buffer.duplicate().position(7).limit(7 + size), sealed);
			sealed.flip().position(7);
			assertThat(sealed.remaining()).isEqualTo(size + this.sealing.overhead());
			ByteBuffer opened = buffer.duplicate().position(7);
			this.opening.open(sealed, opened);
			byte[] after = new byte[size];
			opened.flip().position(7).get(after);
			assertThat(Arrays.equals(after, plain)).isTrue();
		}
	}

	@Test
	void whenAnyBitIsFlippedThenTheFrameIsBadAndSoAreAllThatFollow() throws BadFrameException {
		byte[] sealed = seal(this.sealing, "twenty bytes of text".getBytes(US_ASCII));
		for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
			FrameCipher cipher = FrameCipher.opening(MATERIAL, FrameCipher.INTERVAL);
			byte[] changed = sealed.clone();
			changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
			ByteBuffer out = ByteBuffer.allocate(100).position(10);
			assertThatExceptionOfType(BadFrameException.class)
				.isThrownBy(() -> cipher.open(ByteBuffer.wrap(changed), out));
			assertThat(out.position()).isEqualTo(10);
			assertThat(out.limit()).isEqualTo(100);
			assertBad(cipher, sealed);
		}
		assertThat(open(this.opening, sealed)).as("without a flip").hasSize(20);
	}

	@Test
	void whenAFrameIsCutOrLongerThenItIsBad() {
		byte[] sealed = seal(this.sealing, "twenty bytes of text".getBytes(US_ASCII));
		for (int length = 0; length <= sealed.length + 20; length++) {
			if (length != sealed.length) {
				assertBad(FrameCipher.opening(MATERIAL, FrameCipher.INTERVAL), Arrays.copyOf(sealed, length));
			}
		}
	}

	@Test
	void whenFramesAreSwappedThenTheFirstIsBad() {
		seal(this.sealing, new byte[10]);
		assertBad(this.opening, seal(this.sealing, new byte[10]));
	}

	@Test
	void whenAFrameIsRepeatedThenItIsBad() throws BadFrameException {
		byte[] sealed = seal(this.sealing, new byte[10]);
		assertThat(open(this.opening, sealed)).hasSize(10);
		assertBad(this.opening, sealed);
	}

	@Test
	void whenAFrameIsLeftOutThenTheNextIsBad() throws BadFrameException {
		assertThat(open(this.opening, seal(this.sealing, new byte[0]))).isEmpty();
		seal(this.sealing, new byte[0]);
		assertBad(this.opening, seal(this.sealing, new byte[0]));
	}

	@Test
	void whenFramesAreManyThenBothChangeTheirKeysTogether() throws BadFrameException {
		FrameCipher sealing = FrameCipher.sealing(MATERIAL, 3);
		FrameCipher opening = FrameCipher.opening(MATERIAL, 3);
		for (int i = 0; i < 50; i++) {
			byte[] plain = { (byte) i };
			assertThat(open(opening, seal(sealing, plain))).isEqualTo(plain);
		}
	}

	@Test
	void whenOnlyOneChangesItsKeyThenItsFirstFrameWithItIsBad() throws BadFrameException {
		FrameCipher sealing = FrameCipher.sealing(MATERIAL, 3);
		for (int i = 0; i < 3; i++) {
			assertThat(open(this.opening, seal(sealing, new byte[1]))).hasSize(1);
		}
		assertBad(this.opening, seal(sealing, new byte[1]));
	}

	@Test
	void whenFramesAreEqualThenNoTwoOfThemLookAlike() {
		FrameCipher sealing = FrameCipher.sealing(MATERIAL, 1000);
		Set<String> sealed = new HashSet<>();
		for (int i = 0; i < 5000; i++) {
			sealed.add(HEX.formatHex(seal(sealing, new byte[16])));
		}
		assertThat(sealed).hasSize(5000);
	}

	@Test
	void noNonceIsRepeated() {
		Set<String> nonces = new HashSet<>();
		for (int i = 0; i < 100_000; i++) {
			nonces.add(HEX.formatHex(this.sealing.nonce(i)));
		}
		for (int shift = 17; shift < Long.SIZE; shift++) {
			nonces.add(HEX.formatHex(this.sealing.nonce(1L << shift)));
		}
		assertThat(nonces).hasSize(100_000 + 47).allMatch((nonce) -> nonce.length() == 24);
		assertThat(this.sealing.nonce(0)).as("the IV").isEqualTo(Arrays.copyOfRange(MATERIAL, 32, 44));
	}

	@Test
	void whenItDoesNotFitThenNothingIsSealedOrOpened() throws BadFrameException {
		ByteBuffer plain = ByteBuffer.wrap(new byte[10]);
		assertThatIllegalArgumentException().isThrownBy(() -> this.sealing.seal(plain, ByteBuffer.allocate(25)))
			.withMessageContaining("26 bytes");
		assertThat(plain.remaining()).isEqualTo(10);
		ByteBuffer sealed = ByteBuffer.allocate(26);
		this.sealing.seal(plain, sealed);
		sealed.flip();
		assertThatIllegalArgumentException().isThrownBy(() -> this.opening.open(sealed, ByteBuffer.allocate(9)))
			.withMessageContaining("10 bytes");
		assertThat(open(this.opening, sealed.array())).as("no number was used up").hasSize(10);
	}

	@Test
	void whenItIsForTheOtherDirectionThenTheErrorSaysSo() {
		assertThatIllegalStateException()
			.isThrownBy(() -> this.opening.seal(ByteBuffer.allocate(0), ByteBuffer.allocate(16)))
			.withMessageContaining("inbound");
		assertThatIllegalStateException()
			.isThrownBy(() -> this.sealing.open(ByteBuffer.allocate(16), ByteBuffer.allocate(0)))
			.withMessageContaining("outbound");
	}

	private static byte[] seal(FrameCipher cipher, byte[] plain) {
		ByteBuffer out = ByteBuffer.allocate(plain.length + cipher.overhead());
		cipher.seal(ByteBuffer.wrap(plain), out);
		return out.array();
	}

	private static byte[] open(FrameCipher cipher, byte[] sealed) throws BadFrameException {
		ByteBuffer out = ByteBuffer.allocate(Math.max(0, sealed.length - cipher.overhead()));
		cipher.open(ByteBuffer.wrap(sealed), out);
		assertThat(out.hasRemaining()).isFalse();
		return out.array();
	}

	private static void assertBad(FrameCipher cipher, byte[] sealed) {
		assertThatExceptionOfType(BadFrameException.class).isThrownBy(() -> open(cipher, sealed));
	}

}
