package dev.muster.transport.jgroups.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FrameReader}.
 */
@ExtendWith(BufferLeaks.class)
class FrameReaderTests {

	private final FrameReader reader = new FrameReader(ByteBufAllocator.DEFAULT, 200_000);

	private final List<byte[]> frames = new ArrayList<>();

	private boolean goOn = true;

	@AfterEach
	void close() {
		this.reader.close();
	}

	@Test
	void whenFramesAreCutAnywhereThenTheyComeOutWhole() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int round = 0; round < 300; round++) {
			List<byte[]> sent = new ArrayList<>();
			ByteBuf stream = Unpooled.buffer();
			boolean small = random.nextBoolean();
			for (int i = random.nextInt(20); i >= 0; i--) {
				byte[] frame = new byte[1 + random.nextInt((small || random.nextBoolean()) ? 20 : 100_000)];
				random.nextBytes(frame);
				sent.add(frame);
				stream.writeInt(frame.length).writeBytes(frame);
			}
			this.frames.clear();
			while (stream.isReadable()) {
				int part = 1 + random.nextInt(small ? 7 : 70_000);
				assertThat(read(stream.readSlice(Math.min(part, stream.readableBytes())))).isNull();
			}
			assertThat(this.frames).as("seed " + seed).containsExactlyElementsOf(sent);
		}
	}

	@Test
	void whenALengthIsNotLegalThenItIsReported() {
		assertThat(read(Unpooled.buffer().writeInt(200_001))).isEqualTo(200_001);
		assertThat(new FrameReader(ByteBufAllocator.DEFAULT, 10).read(Unpooled.buffer().writeInt(0), this::keep))
			.isEqualTo(0);
		assertThat(new FrameReader(ByteBufAllocator.DEFAULT, 10).read(Unpooled.buffer().writeInt(-1), this::keep))
			.isEqualTo(Integer.MAX_VALUE);
		assertThat(this.frames).isEmpty();
	}

	@Test
	void whenALengthIsNotLegalButComesInPartsThenItIsReported() {
		ByteBuf prefix = Unpooled.buffer().writeInt(-5);
		for (int i = 0; i < 3; i++) {
			assertThat(read(prefix.readSlice(1))).isNull();
		}
		assertThat(read(prefix)).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void whenTheLimitChangesThenItCountsForTheNextFrame() {
		FrameReader growing = new FrameReader(ByteBufAllocator.DEFAULT, 1);
		ByteBuf stream = Unpooled.buffer().writeInt(1).writeByte(7).writeInt(3).writeZero(3);
		Integer bad = growing.read(stream, (frame) -> {
			growing.limit(3);
			return keep(frame);
		});
		assertThat(bad).isNull();
		assertThat(this.frames).containsExactly(new byte[] { 7 }, new byte[3]);
	}

	@Test
	void whenTheSinkHasEnoughThenTheRestIsSkipped() {
		this.goOn = false;
		ByteBuf stream = Unpooled.buffer().writeInt(1).writeByte(1).writeInt(1).writeByte(2);
		assertThat(read(stream)).isNull();
		assertThat(this.frames).containsExactly(new byte[] { 1 });
		assertThat(stream.isReadable()).isFalse();
	}

	@Test
	void whenAFrameDoesNotComeToItsEndThenItsMemoryIsGivenBack() {
		read(Unpooled.buffer().writeInt(100_000).writeZero(50_000));
		this.reader.close();
		assertThat(this.frames).isEmpty();
	}

	private @Nullable Integer read(ByteBuf part) {
		return this.reader.read(part, this::keep);
	}

	private boolean keep(ByteBuf frame) {
		this.frames.add(ByteBufUtil.getBytes(frame));
		frame.skipBytes(Math.min(frame.readableBytes(), 1)); // what is left does not
																// matter
		return this.goOn;
	}

}
