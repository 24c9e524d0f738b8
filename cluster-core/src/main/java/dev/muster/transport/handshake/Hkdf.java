package dev.muster.transport.handshake;

import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HKDF with SHA-256 (RFC 5869). The JDK has one from 25 on.
 */
final class Hkdf {

	/** Bytes of a hash. */
	static final int HASH = 32;

	private static final int MAX_BLOCKS = 255;

	private Hkdf() {
	}

	/**
	 * Make a uniform key of what is secret, but not uniform (section 2.2).
	 * @param salt need not be secret; may be empty
	 * @param material what is secret
	 * @return a key for {@link #expand}
	 */
	static byte[] extract(byte[] salt, byte[] material) {
		return hmac((salt.length == 0) ? new byte[HASH] : salt, material);
	}

	/**
	 * Make keys of a key (section 2.3).
	 * @param key a uniform key
	 * @param info tells the keys apart that are made of one
	 * @param length bytes to make
	 * @return the bytes
	 */
	static byte[] expand(byte[] key, byte[] info, int length) {
		int blocks = (length + HASH - 1) / HASH;
		if (blocks > MAX_BLOCKS) {
			throw new IllegalArgumentException(length + " bytes are more than HKDF can make");
		}
		byte[] result = new byte[length];
		Mac mac = mac(key);
		byte[] block = new byte[0];
		for (int i = 1; i <= blocks; i++) {
			mac.update(block);
			mac.update(info);
			mac.update((byte) i);
			block = mac.doFinal();
			int offset = (i - 1) * HASH;
			System.arraycopy(block, 0, result, offset, Math.min(HASH, length - offset));
		}
		return result;
	}

	/**
	 * Authenticate.
	 * @param key a key
	 * @param data what it authenticates
	 * @return HMAC-SHA-256
	 */
	static byte[] hmac(byte[] key, byte[] data) {
		return mac(key).doFinal(data);
	}

	private static Mac mac(byte[] key) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key, "HmacSHA256"));
			return mac;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java has HmacSHA256", ex);
		}
	}

}
