package dev.muster.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes into an array that grows. For one thread at a time.
 */
public final class WireWriter {

	private byte[] bytes;

	private int size;

	/**
	 * Create one.
	 * @param capacity how much it takes without growing, in bytes
	 */
	public WireWriter(int capacity) {
		this.bytes = new byte[capacity];
	}

	/**
	 * Return how much was written.
	 * @return the number of bytes
	 */
	public int size() {
		return this.size;
	}

	/**
	 * Return what was written. Nothing may be written any more.
	 * @return the array itself if it is full, else a copy
	 */
	public byte[] toByteArray() {
		return (this.size == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.size);
	}

	/**
	 * Write a byte.
	 * @param value its lower eight bits
	 * @return this writer
	 */
	public WireWriter writeByte(int value) {
		ensure(1);
		this.bytes[this.size++] = (byte) value;
		return this;
	}

	/**
	 * Write a number of eight bytes, highest first.
	 * @param value the number
	 * @return this writer
	 */
	public WireWriter writeLong(long value) {
		ensure(8);
		for (int shift = 56; shift >= 0; shift -= 8) {
			this.bytes[this.size++] = (byte) (value >>> shift);
		}
		return this;
	}

	/**
	 * Write a number of seven bits a byte, lowest first.
	 * @param value the number, not negative
	 * @return this writer
	 */
	public WireWriter writeVarLong(long value) {
		ensure(varLength(value));
		long rest = value;
		while (rest >= 0x80) {
			this.bytes[this.size++] = (byte) (rest | 0x80);
			rest >>>= 7;
		}
		this.bytes[this.size++] = (byte) rest;
		return this;
	}

	/**
	 * Write bytes, without their number.
	 * @param source the bytes
	 * @return this writer
	 */
	public WireWriter writeBytes(byte[] source) {
		return writeBytes(source, 0, source.length);
	}

	/**
	 * Write a part of an array, without its length.
	 * @param source the array
	 * @param offset where the part begins
	 * @param length how long it is
	 * @return this writer
	 */
	public WireWriter writeBytes(byte[] source, int offset, int length) {
		ensure(length);
		System.arraycopy(source, offset, this.bytes, this.size, length);
		this.size += length;
		return this;
	}

	/**
	 * Write a text as UTF-8, after its length.
	 * @param text the text
	 * @return this writer
	 */
	public WireWriter writeString(String text) {
		byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		return writeVarLong(utf8.length).writeBytes(utf8);
	}

	/**
	 * Return how many bytes {@link #writeVarLong} takes.
	 * @param value the number, not negative
	 * @return the bytes
	 */
	public static int varLength(long value) {
		return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
	}

	private void ensure(int length) {
		if (this.bytes.length - this.size < length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.bytes.length * 2, this.size + length));
		}
	}

}
