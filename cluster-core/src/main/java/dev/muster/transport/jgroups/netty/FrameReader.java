package dev.muster.transport.jgroups.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what comes on a connection into frames: four bytes of length, then the frame. A
 * frame that came whole is not copied. Memory for one that comes in parts grows with what
 * has come, whatever length it claims. Not thread-safe.
 */
final class FrameReader {

	/** Bytes in front of a frame. */
	static final int PREFIX = Integer.BYTES;

	private static final int FIRST_CAPACITY = 64 * 1024;

	private final ByteBufAllocator allocator;

	private int limit;

	private int prefix;

	private int prefixBytes;

	private int length = -1;

	private @Nullable ByteBuf partial;

	FrameReader(ByteBufAllocator allocator, int limit) {
		this.allocator = allocator;
		this.limit = limit;
	}

	/**
	 * Bound the frames from the next one on.
	 * @param bytes the longest frame
	 */
	void limit(int bytes) {
		this.limit = bytes;
	}

	/**
	 * Read all that came.
	 * @param in what came; stays the caller's
	 * @param sink is given each whole frame
	 * @return {@code null}, or the length of a frame that must not be
	 */
	@Nullable Integer read(ByteBuf in, Sink sink) {
		int end = in.writerIndex();
		while (in.isReadable()) {
			if (this.length < 0 && !readPrefix(in)) {
				return null;
			}
			if (this.length <= 0 || this.length > this.limit) {
				return this.length;
			}
			ByteBuf begun = this.partial;
			boolean goOn = true;
			if (begun == null && in.readableBytes() >= this.length) {
				int next = in.readerIndex() + this.length;
				this.length = -1;
				in.writerIndex(next);
				try {
					goOn = sink.frame(in);
				}
				finally {
					in.setIndex(next, end);
				}
			}
			else {
				goOn = readPart(in, begun, sink);
			}
			if (!goOn) {
				in.readerIndex(end);
			}
		}
		return null;
	}

	private boolean readPrefix(ByteBuf in) {
		if (this.prefixBytes == 0 && in.readableBytes() >= PREFIX) {
			this.length = length(in.readInt());
			return true;
		}
		while (this.prefixBytes < PREFIX) {
			if (!in.isReadable()) {
				return false;
			}
			this.prefix = this.prefix << Byte.SIZE | in.readUnsignedByte();
			this.prefixBytes++;
		}
		this.length = length(this.prefix);
		this.prefixBytes = 0;
		this.prefix = 0;
		return true;
	}

	// A negative one is as wrong as one that is too large, and -1 means that none is read
	private static int length(int prefix) {
		return (prefix < 0) ? Integer.MAX_VALUE : prefix;
	}

	private boolean readPart(ByteBuf in, @Nullable ByteBuf begun, Sink sink) {
		if (!in.isReadable()) {
			return true;
		}
		ByteBuf whole = (begun != null) ? begun
				: this.allocator.buffer(Math.min(this.length, FIRST_CAPACITY), this.length);
		this.partial = whole;
		whole.writeBytes(in, Math.min(in.readableBytes(), this.length - whole.writerIndex()));
		if (whole.writerIndex() < this.length) {
			return true;
		}
		this.partial = null;
		this.length = -1;
		try {
			return sink.frame(whole);
		}
		finally {
			whole.release();
		}
	}

	/** Give back the memory of a frame that will not come to its end. */
	void close() {
		ByteBuf begun = this.partial;
		if (begun != null) {
			this.partial = null;
			begun.release();
		}
	}

	/**
	 * What is done with a frame.
	 */
	interface Sink {

		/**
		 * A whole frame came.
		 * @param frame what is readable in it, during this call
		 * @return whether to go on; else all the rest is skipped
		 */
		boolean frame(ByteBuf frame);

	}

}
