package dev.muster.transport;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What all members of a cluster know and nobody else. It must be random: the handshake
 * does not slow down whoever guesses. Immutable; neither its text nor its length can be
 * got out of it by accident.
 */
public final class SharedSecret {

	/** Fewer bytes of UTF-8 are refused. */
	public static final int MIN_BYTES = 16;

	/** More bytes of UTF-8 are refused. */
	public static final int MAX_BYTES = 1024;

	private static final String SETTING = "shared-secret";

	private final byte[] bytes;

	private SharedSecret(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Make a secret of a text, every character of which counts, also white space at its
	 * ends.
	 * @param secret the text
	 * @return the secret
	 * @throws InvalidTransportSettingException if it is too short or too long
	 */
	public static SharedSecret of(String secret) {
		return of(secret.toCharArray());
	}

	/**
	 * Make a secret of characters, which are copied: the caller may erase them.
	 * @param secret the characters
	 * @return the secret
	 * @throws InvalidTransportSettingException if it is too short or too long
	 */
	public static SharedSecret of(char[] secret) {
		ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
		byte[] bytes = new byte[encoded.remaining()];
		encoded.get(bytes);
		encoded.clear().put(new byte[encoded.capacity()]);
		if (bytes.length < MIN_BYTES) {
			throw new InvalidTransportSettingException(SETTING, "at least " + MIN_BYTES + " bytes are needed, not "
					+ bytes.length + ": make a random one with `openssl rand -base64 32`");
		}
		if (bytes.length > MAX_BYTES) {
			throw new InvalidTransportSettingException(SETTING, "at most " + MAX_BYTES + " bytes are possible, not "
					+ bytes.length + ": make a random one with `openssl rand -base64 32`");
		}
		return new SharedSecret(bytes);
	}

	/**
	 * Return the secret itself, for a key derivation only.
	 * @return a copy, which the caller erases after use
	 */
	public byte[] bytes() {
		return this.bytes.clone();
	}

	@Override
	public String toString() {
		return "SharedSecret[hidden]";
	}

}
