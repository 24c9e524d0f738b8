package dev.muster.transport.handshake;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;

import javax.crypto.KeyAgreement;

/**
 * X25519 (RFC 7748) on keys as they are on the wire: 32 bytes, little-endian. The JDK
 * does the mathematics.
 */
final class X25519 {

	/** Bytes of a private key, of a public one, and of what two agree on. */
	static final int KEY = 32;

	private static final String NAME = "X25519";

	// Section 6.1: a public key is the private one times 9
	private static final byte[] BASE = new byte[KEY];

	static {
		BASE[0] = 9;
	}

	private X25519() {
	}

	/**
	 * Return the public key that belongs to a private one.
	 * @param privateKey any 32 bytes
	 * @return the public key
	 */
	static byte[] publicKey(byte[] privateKey) {
		try {
			return agree(privateKey, BASE);
		}
		catch (InvalidKeyException ex) {
			throw new IllegalStateException("The base point has no small order", ex);
		}
	}

	/**
	 * Return what two agree on.
	 * @param privateKey of the one
	 * @param publicKey of the other
	 * @return 32 bytes
	 * @throws InvalidKeyException if the public key is a point of small order: the result
	 * would be zero whatever the private key is
	 */
	static byte[] agree(byte[] privateKey, byte[] publicKey) throws InvalidKeyException {
		byte[] agreed;
		try {
			KeyFactory keys = KeyFactory.getInstance(NAME);
			PrivateKey own = keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey));
			PublicKey other = keys
				.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, coordinate(publicKey)));
			KeyAgreement agreement = KeyAgreement.getInstance(NAME);
			agreement.init(own);
			agreement.doPhase(other, true);
			agreed = agreement.generateSecret();
		}
		catch (InvalidKeyException ex) {
			throw ex;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(
					"This Java has no X25519, which muster.transport.shared-secret needs: use another Java, or"
							+ " muster.transport.ssl.bundle",
					ex);
		}
		if (MessageDigest.isEqual(agreed, new byte[KEY])) {
			throw new InvalidKeyException("The point has a small order");
		}
		return agreed;
	}

	// Section 5: the highest bit does not count
	private static BigInteger coordinate(byte[] publicKey) {
		byte[] bigEndian = new byte[KEY];
		for (int i = 0; i < KEY; i++) {
			bigEndian[i] = publicKey[KEY - 1 - i];
		}
		bigEndian[0] &= 0x7f;
		return new BigInteger(1, bigEndian);
	}

}
