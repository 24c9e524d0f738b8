package dev.muster.transport.handshake;

import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What one side draws at random for one handshake, and forgets with it.
 */
final class Ephemeral {

	/** Bytes of a nonce. */
	static final int NONCE = 32;

	private static final SecureRandom RANDOM = new SecureRandom();

	private final byte[] nonce;

	private final byte[] privateKey;

	private byte @Nullable [] publicKey;

	Ephemeral(byte[] nonce, byte[] privateKey) {
		this.nonce = nonce;
		this.privateKey = privateKey;
	}

	static Ephemeral draw() {
		byte[] nonce = new byte[NONCE];
		byte[] privateKey = new byte[X25519.KEY];
		RANDOM.nextBytes(nonce);
		RANDOM.nextBytes(privateKey);
		return new Ephemeral(nonce, privateKey);
	}

	byte[] nonce() {
		return this.nonce;
	}

	// Only on demand: it costs as much as all the rest, and without a secret nobody asks
	byte[] publicKey() {
		byte[] key = this.publicKey;
		if (key == null) {
			key = X25519.publicKey(this.privateKey);
			this.publicKey = key;
		}
		return key;
	}

	byte[] agree(byte[] peerKey) throws InvalidKeyException {
		return X25519.agree(this.privateKey, peerKey);
	}

	void forget() {
		Arrays.fill(this.privateKey, (byte) 0);
	}

}
