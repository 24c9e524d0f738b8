package dev.muster.pubsub;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the parts of frames into an array that grows.
 */
final class FrameWriter {

	private byte[] bytes;

	private int size;

	FrameWriter(int capacity) {
		this.bytes = new byte[capacity];
	}

	int size() {
		return this.size;
	}

	/**
	 * Return what was written.
	 * @return the array itself if it is full, else a copy
	 */
	byte[] toByteArray() {
		return (this.size == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.size);
	}

	FrameWriter writeByte(int value) {
		ensure(1);
		this.bytes[this.size++] = (byte) value;
		return this;
	}

	FrameWriter writeLong(long value) {
		ensure(8);
		for (int shift = 56; shift >= 0; shift -= 8) {
			this.bytes[this.size++] = (byte) (value >>> shift);
		}
		return this;
	}

	FrameWriter writeVarLong(long value) {
		ensure(varLength(value));
		long rest = value;
		while (rest >= 0x80) {
			this.bytes[this.size++] = (byte) (rest | 0x80);
			rest >>>= 7;
		}
		this.bytes[this.size++] = (byte) rest;
		return this;
	}

	FrameWriter writeBytes(byte[] source, int offset, int length) {
		ensure(length);
		System.arraycopy(source, offset, this.bytes, this.size, length);
		this.size += length;
		return this;
	}

	FrameWriter writeBytes(byte[] source) {
		return writeBytes(source, 0, source.length);
	}

	FrameWriter writeString(String text) {
		byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		return writeVarLong(utf8.length).writeBytes(utf8);
	}

	static int varLength(long value) {
		return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
	}

	private void ensure(int length) {
		if (this.bytes.length - this.size < length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.bytes.length * 2, this.size + length));
		}
	}

}
