package dev.muster.transport.jgroups.netty;

import dev.muster.transport.handshake.BadFrameException;
import dev.muster.transport.handshake.FrameCipher;
import dev.muster.transport.handshake.FrameCiphers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens the frames of a connection. Not thread-safe.
 */
final class FrameSeal {

	private static final int FIRST_CAPACITY = 4096;

	private final FrameCiphers ciphers;

	private final ByteBufAllocator allocator;

	private @Nullable ByteBuf opened;

	FrameSeal(FrameCiphers ciphers, ByteBufAllocator allocator) {
		this.ciphers = ciphers;
		this.allocator = allocator;
	}

	/**
	 * Seal a frame.
	 * @param frame the frame behind its length; is released
	 * @return the sealed one behind its length
	 */
	ByteBuf seal(ByteBuf frame) {
		FrameCipher cipher = this.ciphers.outbound();
		int size = frame.readableBytes() - FrameReader.PREFIX;
		int length = size + cipher.overhead();
		// Others may be sending the same bytes: they are not sealed in place
		ByteBuf sealed = this.allocator.ioBuffer(FrameReader.PREFIX + length);
		try {
			sealed.writeInt(length);
			cipher.seal(frame.nioBuffer(frame.readerIndex() + FrameReader.PREFIX, size),
					sealed.nioBuffer(FrameReader.PREFIX, length));
			return sealed.writerIndex(FrameReader.PREFIX + length).retain();
		}
		finally {
			sealed.release();
			frame.release();
		}
	}

	/**
	 * Open a frame.
	 * @param frame the sealed frame; stays the caller's
	 * @return the plain one, until the next call
	 * @throws BadFrameException if it is not what the peer sealed
	 */
	ByteBuf open(ByteBuf frame) throws BadFrameException {
		FrameCipher cipher = this.ciphers.inbound();
		int size = Math.max(0, frame.readableBytes() - cipher.overhead());
		ByteBuf plain = this.opened;
		if (plain == null || plain.capacity() < size) {
			close();
			plain = this.allocator.heapBuffer(Math.max(size, FIRST_CAPACITY));
			this.opened = plain;
		}
		cipher.open(frame.nioBuffer(), plain.nioBuffer(0, size));
		return plain.setIndex(0, size);
	}

	void close() {
		ByteBuf last = this.opened;
		if (last != null) {
			this.opened = null;
			last.release();
		}
	}

}
