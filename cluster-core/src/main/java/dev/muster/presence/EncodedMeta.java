package dev.muster.presence;

import java.lang.reflect.Type;
import java.util.Arrays;

import dev.muster.codec.PayloadCodecs;

/**
 * Metadata that nobody has looked at yet.
 */
final class EncodedMeta {

	private final PayloadCodecs codecs;

	private final int codec;

	private final byte[] bytes;

	private final int start;

	EncodedMeta(PayloadCodecs codecs, int codec, byte[] bytes, int start) {
		this.codecs = codecs;
		this.codec = codec;
		this.bytes = bytes;
		this.start = start;
	}

	Object decode(Type type) {
		return this.codecs.decode(this.codec, Arrays.copyOfRange(this.bytes, this.start, this.bytes.length), type);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof EncodedMeta meta && this.codec == meta.codec
				&& Arrays.equals(this.bytes, this.start, this.bytes.length, meta.bytes, meta.start, meta.bytes.length);
	}

	@Override
	public int hashCode() {
		int hash = this.codec;
		for (int i = this.start; i < this.bytes.length; i++) {
			hash = 31 * hash + this.bytes[i];
		}
		return hash;
	}

	@Override
	public String toString() {
		return (this.bytes.length - this.start) + " bytes of codec " + this.codec;
	}

}
