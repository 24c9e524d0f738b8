package dev.muster.transport.handshake;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

import dev.muster.transport.SharedSecret;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The keys of one connection, all made of the secret, of what the ephemeral keys agree
 * on, and of all that both have said when they know these. Each has a label of its own.
 */
final class KeySchedule {

	private final byte[] key;

	private final byte[] context;

	/**
	 * Make the keys.
	 * @param secret what both know
	 * @param agreed what the ephemeral keys agree on; is erased
	 * @param nonces the initiator's, then the responder's
	 * @param version the version of the protocol that both will speak
	 * @param clusterName name of the cluster
	 * @param hellos the transcript of both hellos
	 */
	KeySchedule(SharedSecret secret, byte[] agreed, byte[] nonces, int version, String clusterName, byte[] hellos) {
		byte[] secretBytes = secret.bytes();
		byte[] material = concat(agreed, secretBytes);
		Arrays.fill(secretBytes, (byte) 0);
		this.key = Hkdf.extract(nonces, material);
		Arrays.fill(material, (byte) 0);
		Arrays.fill(agreed, (byte) 0);
		this.context = concat(new byte[] { 0, (byte) version }, hellos, clusterName.getBytes(UTF_8));
	}

	/**
	 * Return what proves that the initiator knows the secret.
	 * @param transcript of both hellos
	 * @return an HMAC
	 */
	byte[] initiatorProof(byte[] transcript) {
		return proof("auth initiator", transcript);
	}

	/**
	 * Return what proves that the responder knows the secret.
	 * @param transcript of both hellos and the initiator's proof
	 * @return an HMAC
	 */
	byte[] responderProof(byte[] transcript) {
		return proof("auth responder", transcript);
	}

	/**
	 * Compare two proofs, in a time that tells nothing about where they differ.
	 * @param expected what the peer should have sent
	 * @param received what it sent
	 * @return whether they are the same
	 */
	static boolean isSame(byte[] expected, byte[] received) {
		return MessageDigest.isEqual(expected, received);
	}

	/**
	 * Make the ciphers of the frames, and forget the key that all others come from.
	 * @param initiator whether they are for the initiator
	 * @return the ciphers
	 */
	FrameCiphers ciphers(boolean initiator) {
		byte[] fromInitiator = expand("data initiator", FrameCipher.KEY_MATERIAL);
		byte[] fromResponder = expand("data responder", FrameCipher.KEY_MATERIAL);
		FrameCiphers ciphers = new FrameCiphers(
				FrameCipher.sealing(initiator ? fromInitiator : fromResponder, FrameCipher.INTERVAL),
				FrameCipher.opening(initiator ? fromResponder : fromInitiator, FrameCipher.INTERVAL));
		Arrays.fill(fromInitiator, (byte) 0);
		Arrays.fill(fromResponder, (byte) 0);
		Arrays.fill(this.key, (byte) 0);
		return ciphers;
	}

	private byte[] proof(String label, byte[] transcript) {
		return Hkdf.hmac(expand(label, Hkdf.HASH), transcript);
	}

	private byte[] expand(String label, int length) {
		return Hkdf.expand(this.key, concat(label.getBytes(US_ASCII), this.context), length);
	}

	static byte[] concat(byte[]... parts) {
		ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt((part) -> part.length).sum());
		for (byte[] part : parts) {
			all.put(part);
		}
		return all.array();
	}

}
