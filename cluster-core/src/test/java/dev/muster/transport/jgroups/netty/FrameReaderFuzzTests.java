package dev.muster.transport.jgroups.netty;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random bytes, and valid streams with some bytes changed, in random parts: a
 * {@link FrameReader} finds in them what a reader finds that has all at once, and takes
 * no more memory than has come.
 */
class FrameReaderFuzzTests {

	private static final int INPUTS = Integer.getInteger("muster.fuzz.inputs", 100_000);

	private static final int LIMIT = 300;

	private static final long MOST_MEMORY = 64 * 1024;

	private final long seed = Long.getLong("muster.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

	@Test
	void whateverComesInWhateverPartsLeadsToTheSameFrames() {
		int whole = 0;
		int bad = 0;
		for (int i = 0; i < INPUTS; i++) {
			byte[] input = input();
			Found expected = all(input);
			Found found = inParts(input);
			if (!found.equals(expected)) {
				assertThat(found).as("seed %d, %s", this.seed, HexFormat.of().formatHex(input)).isEqualTo(expected);
			}
			whole += found.frames().size();
			bad += (found.bad() != null) ? 1 : 0;
		}
		assertThat(whole).as("frames, seed %d", this.seed).isGreaterThan(INPUTS / 10);
		assertThat(bad).as("illegal lengths, seed %d", this.seed).isGreaterThan(INPUTS / 10);
		assertThat(this.allocator.metric().usedHeapMemory()).as("memory that was not given back").isZero();
	}

	private byte[] input() {
		if (this.random.nextInt(3) == 0) {
			byte[] input = new byte[this.random.nextInt(200)];
			this.random.nextBytes(input);
			return input;
		}
		ByteBuffer stream = ByteBuffer.allocate(8 * (LIMIT + Integer.BYTES));
		for (int i = this.random.nextInt(8); i > 0; i--) {
			byte[] frame = new byte[1 + this.random.nextInt((this.random.nextBoolean()) ? 8 : LIMIT)];
			this.random.nextBytes(frame);
			stream.putInt(frame.length).put(frame);
		}
		byte[] input = Arrays.copyOf(stream.array(), stream.position());
		for (int i = this.random.nextInt(3); i > 0 && input.length > 0; i--) {
			input[this.random.nextInt(input.length)] = (byte) this.random.nextInt();
		}
		return this.random.nextBoolean() ? input : Arrays.copyOf(input, this.random.nextInt(input.length + 1));
	}

	// What the form says, in other words than the code under test
	private static Found all(byte[] input) {
		ByteBuffer in = ByteBuffer.wrap(input);
		List<ByteBuffer> frames = new ArrayList<>();
		while (in.remaining() >= Integer.BYTES) {
			int length = in.getInt();
			if (length <= 0 || length > LIMIT) {
				return new Found(frames, (length < 0) ? Integer.valueOf(Integer.MAX_VALUE) : Integer.valueOf(length));
			}
			if (length > in.remaining()) {
				break;
			}
			byte[] frame = new byte[length];
			in.get(frame);
			frames.add(ByteBuffer.wrap(frame));
		}
		return new Found(frames, null);
	}

	private Found inParts(byte[] input) {
		FrameReader reader = new FrameReader(this.allocator, LIMIT);
		List<ByteBuffer> frames = new ArrayList<>();
		Integer bad = null;
		ByteBuf in = Unpooled.wrappedBuffer(input);
		while (in.isReadable() && bad == null) {
			ByteBuf part = in.readSlice(Math.min(1 + this.random.nextInt(40), in.readableBytes()));
			bad = reader.read(part, (frame) -> frames.add(ByteBuffer.wrap(ByteBufUtil.getBytes(frame))));
			if (this.allocator.metric().usedHeapMemory() > MOST_MEMORY) {
				throw new AssertionError("Seed " + this.seed + ": " + this.allocator.metric());
			}
		}
		reader.close();
		return new Found(frames, bad);
	}

	private record Found(List<ByteBuffer> frames, @Nullable Integer bad) {
	}

}
