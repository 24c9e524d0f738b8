package dev.muster.pubsub;

import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link FrameWriter} writes. Trusts nothing: each length is checked against
 * the bytes that are there before anything is allocated.
 */
final class FrameReader {

	private final byte[] bytes;

	private int position;

	private final int limit;

	FrameReader(byte[] bytes, int offset, int limit) {
		this.bytes = bytes;
		this.position = offset;
		this.limit = limit;
	}

	byte[] array() {
		return this.bytes;
	}

	int position() {
		return this.position;
	}

	int remaining() {
		return this.limit - this.position;
	}

	int readByte() {
		if (this.position >= this.limit) {
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
		int length = readLength();
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
	}

}
