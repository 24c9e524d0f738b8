package dev.muster.discovery.multicast;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * AES-256-GCM with a key that is derived from the secret. The derivation is slow on
 * purpose, as far as the start of a node allows (some 50 ms): whoever records datagrams
 * shall not guess a weak secret quickly. A strong one is long and random. Safe for use by
 * many threads.
 */
final class BeaconCipher {

	/** Bytes that a sealed text is longer than the plain one: IV and tag. */
	static final int OVERHEAD = 12 + 16;

	private static final int IV_SIZE = 12;

	private static final int TAG_BITS = 128;

	private static final int ITERATIONS = 20_000;

	private static final byte[] SALT = "dev.muster multicast beacon 1".getBytes(StandardCharsets.US_ASCII);

	private final SecretKeySpec key;

	private final SecureRandom random = new SecureRandom();

	BeaconCipher(String secret) {
		PBEKeySpec spec = new PBEKeySpec(secret.toCharArray(), SALT, ITERATIONS, 256);
		try {
			byte[] derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
			this.key = new SecretKeySpec(derived, "AES");
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java has PBKDF2WithHmacSHA256", ex);
		}
		finally {
			spec.clearPassword();
		}
	}

	/**
	 * Encrypt.
	 * @param header is authenticated and not encrypted
	 * @param text is both
	 * @return IV, encrypted text, tag
	 */
	byte[] seal(byte[] header, byte[] text) {
		byte[] iv = new byte[IV_SIZE];
		this.random.nextBytes(iv);
		try {
			Cipher cipher = cipher(Cipher.ENCRYPT_MODE, iv, header);
			return ByteBuffer.allocate(text.length + OVERHEAD).put(iv).put(cipher.doFinal(text)).array();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java has AES/GCM/NoPadding", ex);
		}
	}

	/**
	 * Decrypt.
	 * @param header is authenticated
	 * @param sealed IV, encrypted text, tag
	 * @return the text, or {@code null} if header or text are not authentic
	 */
	byte @Nullable [] open(byte[] header, byte[] sealed) {
		if (sealed.length < OVERHEAD) {
			return null;
		}
		byte[] iv = new byte[IV_SIZE];
		System.arraycopy(sealed, 0, iv, 0, IV_SIZE);
		try {
			return cipher(Cipher.DECRYPT_MODE, iv, header).doFinal(sealed, IV_SIZE, sealed.length - IV_SIZE);
		}
		catch (AEADBadTagException ex) {
			return null;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java has AES/GCM/NoPadding", ex);
		}
	}

	private Cipher cipher(int mode, byte[] iv, byte[] header) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(mode, this.key, new GCMParameterSpec(TAG_BITS, iv));
		cipher.updateAAD(header);
		return cipher;
	}

}
