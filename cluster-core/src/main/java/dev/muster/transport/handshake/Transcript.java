package dev.muster.transport.handshake;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * A hash of all that was said, in order: each message is hashed with the hash before it,
 * so no two histories have one hash.
 */
final class Transcript {

	private static final byte[] BEGIN = "muster handshake 1".getBytes(US_ASCII);

	private byte[] hash = sha256(BEGIN);

	void add(byte[] message) {
		this.hash = sha256(this.hash, message);
	}

	byte[] hash() {
		return this.hash;
	}

	static byte[] sha256(byte[]... parts) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (byte[] part : parts) {
				digest.update(part);
			}
			return digest.digest();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java has SHA-256", ex);
		}
	}

}
