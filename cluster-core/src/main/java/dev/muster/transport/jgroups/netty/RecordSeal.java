package dev.muster.transport.jgroups.netty;

import java.nio.ByteBuffer;

import dev.muster.transport.handshake.BadFrameException;
import dev.muster.transport.handshake.FrameCiphers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Seals what is sent on a connection, and opens what comes, in records: to seal one costs
 * about the same for a hundred bytes and for a thousand, so what is sent together is
 * sealed together. All on the heap and in place, where the JDK's cipher is fastest. Not
 * thread-safe.
 */
final class RecordSeal {

	/**
	 * Bytes of the longest plain record. With longer ones the JDK's cipher would not be
	 * faster, but take longer until it is compiled, which depends on its calls.
	 */
	static final int MAX_RECORD = 8 * 1024;

	private final FrameCiphers ciphers;

	private final ByteBufAllocator allocator;

	private final int overhead;

	private @Nullable ByteBuf begun;

	private @Nullable ByteBuf opened;

	RecordSeal(FrameCiphers ciphers, ByteBufAllocator allocator) {
		this.ciphers = ciphers;
		this.allocator = allocator;
		this.overhead = ciphers.outbound().overhead();
	}

	/** Return the length of the longest sealed record. */
	int maxLength() {
		return MAX_RECORD + this.overhead;
	}

	/**
	 * Add to the record that is begun, as much as fits.
	 * @param frame what is added is consumed
	 * @return whether the record is full: seal it, then add the rest
	 */
	boolean add(ByteBuf frame) {
		ByteBuf record = this.begun;
		if (record == null) {
			record = buffer().writerIndex(FrameReader.PREFIX);
			this.begun = record;
		}
		record.writeBytes(frame, Math.min(frame.readableBytes(), MAX_RECORD - length(record)));
		return length(record) == MAX_RECORD;
	}

	private ByteBuf buffer() {
		return this.allocator.heapBuffer(FrameReader.PREFIX + maxLength());
	}

	private static int length(ByteBuf record) {
		return record.writerIndex() - FrameReader.PREFIX;
	}

	/**
	 * Seal the record that is begun.
	 * @return the sealed record with its length in front, the caller's; or {@code null}
	 * if none is begun
	 */
	@Nullable ByteBuf seal() {
		ByteBuf record = this.begun;
		if (record == null) {
			return null;
		}
		int size = length(record);
		ByteBuffer bytes = record.nioBuffer(FrameReader.PREFIX, size + this.overhead);
		this.ciphers.outbound().seal(bytes.duplicate().limit(size), bytes);
		this.begun = null;
		return record.setInt(0, size + this.overhead).writerIndex(FrameReader.PREFIX + size + this.overhead);
	}

	/**
	 * Open a record.
	 * @param record the sealed record, not above {@link #maxLength()}; stays the caller's
	 * @return the plain one, until the next call
	 * @throws BadFrameException if it is not what the peer sealed
	 */
	ByteBuf open(ByteBuf record) throws BadFrameException {
		ByteBuf plain = this.opened;
		if (plain == null) {
			plain = buffer();
			this.opened = plain;
		}
		plain.clear().writeBytes(record);
		ByteBuffer bytes = plain.nioBuffer();
		this.ciphers.inbound().open(bytes.duplicate(), bytes);
		return plain.writerIndex(bytes.position());
	}

	void close() {
		release(this.begun);
		this.begun = null;
		release(this.opened);
		this.opened = null;
	}

	private static void release(@Nullable ByteBuf buffer) {
		if (buffer != null) {
			buffer.release();
		}
	}

}
