package dev.muster.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link WireWriter} writes. Each length is checked against the bytes that are
 * there before anything is allocated. All methods throw a {@link MalformedBytesException}
 * if the bytes are not what they should be. For one thread at a time.
 */
public final class WireReader {

	private final byte[] bytes;

	private int position;

	private final int limit;

	/**
	 * Read all of an array.
	 * @param bytes the array, which is not copied
	 */
	public WireReader(byte[] bytes) {
		this(bytes, 0, bytes.length);
	}

	/**
	 * Read a part of an array.
	 * @param bytes the array, which is not copied
	 * @param offset where the part begins
	 * @param limit where it ends
	 */
	public WireReader(byte[] bytes, int offset, int limit) {
		this.bytes = bytes;
		this.position = offset;
		this.limit = limit;
	}

	/**
	 * Return how much is still to be read.
	 * @return the number of bytes
	 */
	public int remaining() {
		return this.limit - this.position;
	}

	/**
	 * Read a byte.
	 * @return 0 to 255
	 */
	public int readByte() {
		if (this.position >= this.limit) {
			throw new MalformedBytesException("it ends too early");
		}
		return this.bytes[this.position++] & 0xff;
	}

	/**
	 * Read a number of eight bytes, highest first.
	 * @return the number
	 */
	public long readLong() {
		require(8);
		long value = 0;
		for (int i = 0; i < 8; i++) {
			value = (value << 8) | (this.bytes[this.position++] & 0xff);
		}
		return value;
	}

	/**
	 * Read a number of seven bits a byte, lowest first.
	 * @return the number, not negative
	 */
	public long readVarLong() {
		long value = 0;
		for (int shift = 0; shift < 63; shift += 7) {
			int next = readByte();
			value |= (long) (next & 0x7f) << shift;
			if (next < 0x80) {
				return value;
			}
		}
		throw new MalformedBytesException("it has a number above 63 bits");
	}

	/**
	 * Read a number that fits an {@code int}.
	 * @return the number, not negative
	 */
	public int readVarInt() {
		long value = readVarLong();
		if (value > Integer.MAX_VALUE) {
			throw new MalformedBytesException("it has a number above 31 bits");
		}
		return (int) value;
	}

	/**
	 * Read a length and check that so many bytes follow.
	 * @return the length
	 */
	public int readLength() {
		long length = readVarLong();
		require(length);
		return (int) length;
	}

	/**
	 * Read bytes.
	 * @param length how many
	 * @return a copy of them
	 */
	public byte[] readBytes(int length) {
		require(length);
		byte[] copy = Arrays.copyOfRange(this.bytes, this.position, this.position + length);
		this.position += length;
		return copy;
	}

	/**
	 * Read a text that has its length before it.
	 * @return the text; what is no UTF-8 is replaced
	 */
	public String readString() {
		return readUtf8(readLength());
	}

	/**
	 * Read a text.
	 * @param length its length in bytes
	 * @return the text; what is no UTF-8 is replaced
	 */
	public String readUtf8(int length) {
		require(length);
		String text = new String(this.bytes, this.position, length, StandardCharsets.UTF_8);
		this.position += length;
		return text;
	}

	private void require(long length) {
		if (length < 0 || length > remaining()) {
			throw new MalformedBytesException("it says that " + length + " bytes follow, and " + remaining() + " do");
		}
	}

}
