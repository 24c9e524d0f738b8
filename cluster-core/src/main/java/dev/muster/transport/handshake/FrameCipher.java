package dev.muster.transport.handshake;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * AES-256-GCM over the frames of one direction of a connection, which on the wire are the
 * records of src/docs/security.md. Frames must be opened in the order in which they were
 * sealed, each once. Not safe for use by several threads.
 * <p>
 * The nonce of a frame is its number, from 0, XORed into the IV; it is not sent. The
 * length of the plain frame is authenticated beside it. After {@link #INTERVAL} frames
 * both sides go on with a key and IV made of the key before, which is forgotten.
 */
public final class FrameCipher {

	/** Bytes of key and IV together. */
	static final int KEY_MATERIAL = 32 + 12;

	/** Frames that are sealed with one key. */
	static final long INTERVAL = 1 << 20;

	private static final int KEY = 32;

	private static final int TAG = 16;

	private static final byte[] NEXT = "muster next".getBytes(US_ASCII);

	private final int mode;

	private final long interval;

	private final Cipher cipher;

	private final byte[] length = new byte[Integer.BYTES];

	private byte[] material;

	private SecretKeySpec key;

	private long frames;

	private boolean broken;

	private FrameCipher(int mode, byte[] material, long interval) {
		this.mode = mode;
		this.interval = interval;
		this.material = material.clone();
		this.key = new SecretKeySpec(material, 0, KEY, "AES");
		try {
			this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java has AES/GCM/NoPadding", ex);
		}
	}

	static FrameCipher sealing(byte[] material, long interval) {
		return new FrameCipher(Cipher.ENCRYPT_MODE, material, interval);
	}

	static FrameCipher opening(byte[] material, long interval) {
		return new FrameCipher(Cipher.DECRYPT_MODE, material, interval);
	}

	/**
	 * Return how many bytes a sealed frame is longer than a plain one.
	 * @return bytes
	 */
	public int overhead() {
		return TAG;
	}

	/**
	 * Seal the next frame of the outbound direction. The buffers may be heap or direct,
	 * and share no memory, or begin at the same.
	 * @param plain the frame: what remains in it, which is consumed; may be empty
	 * @param out where the sealed frame is put, {@link #overhead()} bytes more
	 * @throws IllegalArgumentException if it does not fit; nothing is sealed then
	 */
	public void seal(ByteBuffer plain, ByteBuffer out) {
		require(Cipher.ENCRYPT_MODE);
		requireSpace(out, plain.remaining() + (long) TAG);
		if (this.broken) {
			throw new IllegalStateException("A frame before could not be sealed: the peer would take none after it");
		}
		try {
			next(plain.remaining());
			this.cipher.doFinal(plain, out);
		}
		catch (GeneralSecurityException ex) {
			this.broken = true;
			throw new IllegalStateException("A frame cannot be sealed", ex);
		}
	}

	/**
	 * Open the next frame of the inbound direction. The buffers may be heap or direct,
	 * and share no memory, or begin at the same.
	 * @param sealed the frame: what remains in it, which is consumed
	 * @param out where the plain frame is put, {@link #overhead()} bytes less; if the
	 * frame is bad, its position is not changed, and what is behind it is not to be read
	 * @throws BadFrameException if it is not the frame that the peer sealed next; each
	 * later call throws it too
	 * @throws IllegalArgumentException if it does not fit; nothing is opened then
	 */
	public void open(ByteBuffer sealed, ByteBuffer out) throws BadFrameException {
		require(Cipher.DECRYPT_MODE);
		if (this.broken) {
			throw new BadFrameException("A frame before was bad");
		}
		int size = sealed.remaining() - TAG;
		if (size < 0) {
			this.broken = true;
			throw new BadFrameException("A frame of " + sealed.remaining() + " bytes is cut short");
		}
		requireSpace(out, size);
		int position = out.position();
		int limit = out.limit();
		try {
			next(size);
			this.cipher.doFinal(sealed, out);
		}
		catch (AEADBadTagException ex) {
			this.broken = true;
			out.limit(limit).position(position);
			sealed.position(sealed.limit());
			throw new BadFrameException("A frame of " + size + " bytes is not what the peer sealed next");
		}
		catch (GeneralSecurityException ex) {
			this.broken = true;
			throw new IllegalStateException("A frame cannot be opened", ex);
		}
	}

	/**
	 * Return the nonce of a frame under the present key.
	 * @param frame number of the frame, from 0, never repeated under any key
	 * @return 12 bytes
	 */
	byte[] nonce(long frame) {
		byte[] nonce = Arrays.copyOfRange(this.material, KEY, KEY_MATERIAL);
		ByteBuffer view = ByteBuffer.wrap(nonce);
		view.putLong(Integer.BYTES, view.getLong(Integer.BYTES) ^ frame);
		return nonce;
	}

	// The number is used up before the cipher runs: whatever fails, no nonce comes again
	private void next(int size) throws GeneralSecurityException {
		long frame = this.frames;
		this.frames = Math.incrementExact(frame);
		if (frame > 0 && frame % this.interval == 0) {
			byte[] next = Hkdf.expand(Arrays.copyOf(this.material, KEY), NEXT, KEY_MATERIAL);
			Arrays.fill(this.material, (byte) 0);
			this.material = next;
			this.key = new SecretKeySpec(next, 0, KEY, "AES");
		}
		this.cipher.init(this.mode, this.key, new GCMParameterSpec(TAG * Byte.SIZE, nonce(frame)));
		ByteBuffer.wrap(this.length).putInt(size);
		this.cipher.updateAAD(this.length);
	}

	private void require(int wanted) {
		if (this.mode != wanted) {
			throw new IllegalStateException(
					"This cipher is for the " + ((this.mode == Cipher.ENCRYPT_MODE) ? "outbound" : "inbound")
							+ " direction: take the other one of FrameCiphers");
		}
	}

	private static void requireSpace(ByteBuffer out, long size) {
		if (out.remaining() < size) {
			throw new IllegalArgumentException(
					"A frame of " + size + " bytes does not fit into the " + out.remaining() + " that remain");
		}
	}

}
