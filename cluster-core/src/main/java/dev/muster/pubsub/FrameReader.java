package dev.muster.pubsub;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads what {@link FrameWriter} writes. Trusts nothing: each length is checked against
 * the bytes that are there before anything is allocated.
 *
 * <p>
 * The bytes may lie in several arrays, cut anywhere. If something has to be in one array
 * and is not, all that follows is joined, so whoever makes the cuts sees to it that this
 * does not happen: between frames, and before a payload, they cost nothing.
 */
final class FrameReader {

	private static final List<byte[]> NOTHING = List.of();

	private byte[] bytes;

	private int position;

	private int limit;

	/** The arrays that follow. */
	private final List<byte[]> parts;

	private int next;

	private final int end;

	/** How many bytes are in those that follow. */
	private int behind;

	FrameReader(byte[] bytes, int offset, int limit) {
		this.bytes = bytes;
		this.position = offset;
		this.limit = limit;
		this.parts = NOTHING;
		this.end = 0;
	}

	/**
	 * Read several arrays, at least one, as if they were joined.
	 */
	FrameReader(List<byte[]> parts) {
		this.bytes = parts.get(0);
		this.limit = this.bytes.length;
		this.parts = parts;
		this.next = 1;
		this.end = parts.size();
		for (int i = 1; i < this.end; i++) {
			this.behind += parts.get(i).length;
		}
	}

	private FrameReader(FrameReader head, byte[] tail) {
		this.bytes = head.bytes;
		this.position = head.position;
		this.limit = head.limit;
		this.parts = head.parts;
		this.next = head.next;
		this.end = head.next + 1;
		this.behind = tail.length;
	}

	/**
	 * Return the array in which all the rest is, from {@link #position()} on.
	 */
	byte[] array() {
		goOn();
		if (this.behind > 0) {
			join();
		}
		return this.bytes;
	}

	/**
	 * Return the array in which the part is whose length was just read.
	 */
	byte[] current() {
		return this.bytes;
	}

	int position() {
		return this.position;
	}

	int remaining() {
		return this.limit - this.position + this.behind;
	}

	/** Step to the next array at the end of one. */
	private void goOn() {
		while (this.position == this.limit && this.next < this.end) {
			this.bytes = this.parts.get(this.next++);
			this.position = 0;
			this.limit = this.bytes.length;
			this.behind -= this.limit;
		}
	}

	private void join() {
		byte[] joined = new byte[remaining()];
		int size = this.limit - this.position;
		System.arraycopy(this.bytes, this.position, joined, 0, size);
		for (; this.next < this.end; this.next++) {
			byte[] part = this.parts.get(this.next);
			System.arraycopy(part, 0, joined, size, part.length);
			size += part.length;
		}
		this.bytes = joined;
		this.position = 0;
		this.limit = size;
		this.behind = 0;
	}

	int readByte() {
		if (this.position == this.limit) {
			goOn();
		}
		if (this.position == this.limit) {
			throw new MalformedFrameException("it ends too early");
		}
		return this.bytes[this.position++] & 0xff;
	}

	long readLong() {
		require(8);
		long value = 0;
		for (int i = 0; i < 8; i++) {
			value = (value << 8) | (this.bytes[this.position++] & 0xff);
		}
		return value;
	}

	/**
	 * Read a number of seven bits a byte, lowest first.
	 */
	long readVarLong() {
		long value = 0;
		for (int shift = 0; shift < 63; shift += 7) {
			int next = readByte();
			value |= (long) (next & 0x7f) << shift;
			if (next < 0x80) {
				return value;
			}
		}
		throw new MalformedFrameException("it has a number above 63 bits");
	}

	/**
	 * Read a length and check that so many bytes follow.
	 */
	int readLength() {
		long length = readVarLong();
		require(length);
		return (int) length;
	}

	String readString() {
		return readUtf8(readLength());
	}

	String readUtf8(int length) {
		require(length);
		String text = new String(this.bytes, this.position, length, StandardCharsets.UTF_8);
		this.position += length;
		return text;
	}

	/**
	 * Read a part that has its length before it.
	 */
	FrameReader readPart() {
		long size = readVarLong();
		goOn();
		int missing = (int) Math.min(Integer.MAX_VALUE, size - (this.limit - this.position));
		if (missing > 0 && this.next < this.end && this.parts.get(this.next).length == missing) {
			byte[] tail = this.parts.get(this.next);
			FrameReader part = new FrameReader(this, tail);
			this.position = this.limit;
			this.behind -= missing;
			this.next++;
			return part;
		}
		require(size);
		int length = (int) size;
		FrameReader part = new FrameReader(this.bytes, this.position, this.position + length);
		this.position += length;
		return part;
	}

	void skip(int length) {
		require(length);
		this.position += length;
	}

	private void require(long length) {
		if (length > remaining()) {
			throw new MalformedFrameException("it says that " + length + " bytes follow, and " + remaining() + " do");
		}
		goOn();
		if (length > this.limit - this.position) {
			join();
		}
	}

}
