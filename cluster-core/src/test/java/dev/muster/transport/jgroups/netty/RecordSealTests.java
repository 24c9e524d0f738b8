package dev.muster.transport.jgroups.netty;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import dev.muster.transport.SharedSecret;
import dev.muster.transport.handshake.BadFrameException;
import dev.muster.transport.handshake.Handshake;
import dev.muster.transport.handshake.Identity;
import dev.muster.transport.handshake.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link RecordSeal}.
 */
class RecordSealTests {

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

	private final RecordSeal sender;

	private final RecordSeal receiver;

	RecordSealTests() {
		Handshake initiator = Handshake.initiator(identity(1));
		Handshake responder = Handshake.responder(identity(2));
		byte[] hello = ((Step.Send) initiator.begin()).message();
		byte[] back = ((Step.Send) responder.receive(ByteBuffer.wrap(hello))).message();
		byte[] proof = ((Step.Send) initiator.receive(ByteBuffer.wrap(back))).message();
		Step.Done responded = (Step.Done) responder.receive(ByteBuffer.wrap(proof));
		Step.Done initiated = (Step.Done) initiator
			.receive(ByteBuffer.wrap(Objects.requireNonNull(responded.message())));
		this.sender = new RecordSeal(Objects.requireNonNull(initiated.ciphers()), this.allocator);
		this.receiver = new RecordSeal(Objects.requireNonNull(responded.ciphers()), this.allocator);
	}

	private static Identity identity(int port) {
		return new Identity("shop", new InetSocketAddress("10.0.0.1", port), 1, 1, 0,
				SharedSecret.of("a secret of tests, not random"), false);
	}

	@Test
	void whenFramesAreSmallThenTheyShareARecord() throws BadFrameException {
		for (int i = 0; i < 50; i++) {
			assertThat(this.sender.add(frame(100))).isFalse();
		}
		ByteBuf record = sealed();
		assertThat(record.readInt()).isEqualTo(50 * 100 + 16).isEqualTo(record.readableBytes());
		assertThat(this.receiver.open(record).readableBytes()).isEqualTo(50 * 100);
		assertThat(this.sender.seal()).isNull();
		close(record);
	}

	@Test
	void whenFramesHaveAnySizeThenTheSameBytesComeOutOfRecordsWithinTheBound() throws Exception {
		long seed = System.nanoTime();
		System.out.println("RecordSealTests seed " + seed);
		Random random = new Random(seed);
		ByteArrayOutputStream in = new ByteArrayOutputStream();
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (int i = 0; i < 500; i++) {
			byte[] bytes = new byte[1 + random.nextInt(random.nextBoolean() ? 300 : 200_000)];
			random.nextBytes(bytes);
			in.write(bytes);
			ByteBuf frame = Unpooled.wrappedBuffer(bytes);
			List<@Nullable ByteBuf> records = new ArrayList<>();
			do {
				if (this.sender.add(frame)) {
					records.add(this.sender.seal());
				}
			}
			while (frame.isReadable());
			if (random.nextInt(4) == 0) {
				records.add(this.sender.seal());
			}
			read(records, out);
		}
		read(Collections.singletonList(this.sender.seal()), out);
		assertThat(out.toByteArray()).isEqualTo(in.toByteArray());
		close();
	}

	private void read(List<@Nullable ByteBuf> records, ByteArrayOutputStream out) throws Exception {
		for (ByteBuf record : records) {
			if (record != null) {
				assertThat(record.readInt()).isEqualTo(record.readableBytes())
					.isLessThanOrEqualTo(this.receiver.maxLength());
				out.write(ByteBufUtil.getBytes(this.receiver.open(record)));
				record.release();
			}
		}
	}

	@Test
	void whenARecordIsChangedThenItDoesNotOpen() {
		this.sender.add(frame(10));
		ByteBuf record = sealed().skipBytes(4);
		record.setByte(7, record.getByte(7) ^ 1);
		assertThatExceptionOfType(BadFrameException.class).isThrownBy(() -> this.receiver.open(record));
		close(record);
	}

	@Test
	void whenClosedThenWhatIsBegunIsReleased() {
		this.sender.add(frame(10));
		close();
	}

	private ByteBuf sealed() {
		return Objects.requireNonNull(this.sender.seal());
	}

	private static ByteBuf frame(int size) {
		return Unpooled.wrappedBuffer(new byte[size]);
	}

	private void close(ByteBuf... records) {
		for (ByteBuf record : records) {
			record.release();
		}
		this.sender.close();
		this.receiver.close();
		assertThat(this.allocator.metric().usedHeapMemory()).isZero();
	}

}
