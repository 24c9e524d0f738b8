package dev.muster.transport.handshake;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.muster.transport.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of {@link Message}. All numbers are big-endian:
 *
 * <pre>
 * magic   4  'M' 'S' 'T' 'R'
 * format  1  1: the form described here
 * type    1  1 hello, 2 hello back, 3 proof, 4 proof back, 5 refused
 *
 * hello       min version 1, max version 1, features 8, protection 1, cluster tag 32,
 *             address, nonce 32, key 32 if the protection is a secret
 * hello back  version 1, features 8, protection 1, address, nonce 32, key 32 likewise
 * proof, proof back  HMAC 32
 * refused     reason 1
 *
 * address     length 1 (4 or 16), bytes, port 2
 * </pre>
 *
 * What follows in a hello or hello back is of a later version: it is ignored, but the
 * proofs cover it. A refusal has this form in all formats, so that it is understood.
 */
final class MessageCodec {

	private static final byte FORMAT = 1;

	private static final byte HELLO = 1;

	private static final byte HELLO_BACK = 2;

	private static final byte PROOF = 3;

	private static final byte PROOF_BACK = 4;

	private static final byte REFUSED = 5;

	private static final Protection[] PROTECTIONS = Protection.values();

	private static final Refusal.Reason[] REASONS = Refusal.Reason.values();

	private MessageCodec() {
	}

	static byte[] encode(Message message) {
		ByteBuffer out = ByteBuffer.allocate(Handshake.MAX_MESSAGE);
		out.putInt(Handshake.MAGIC).put(FORMAT);
		if (message instanceof Message.Hello hello) {
			out.put(HELLO).put((byte) hello.minVersion()).put((byte) hello.maxVersion()).putLong(hello.features());
			out.put((byte) hello.protection().ordinal()).put(hello.clusterTag());
			putAddress(out, hello.address());
			putDrawn(out, hello.nonce(), hello.key());
		}
		else if (message instanceof Message.HelloBack back) {
			out.put(HELLO_BACK).put((byte) back.version()).putLong(back.features());
			out.put((byte) back.protection().ordinal());
			putAddress(out, back.address());
			putDrawn(out, back.nonce(), back.key());
		}
		else if (message instanceof Message.Proof proof) {
			out.put(PROOF).put(proof.mac());
		}
		else if (message instanceof Message.ProofBack proof) {
			out.put(PROOF_BACK).put(proof.mac());
		}
		else if (message instanceof Message.Refused refused) {
			out.put(REFUSED).put((byte) refused.reason().ordinal());
		}
		return Arrays.copyOf(out.array(), out.position());
	}

	/**
	 * Decode.
	 * @param message a whole message
	 * @return what it says
	 * @throws RefusalException if it says nothing that we understand
	 */
	static Message decode(byte[] message) throws RefusalException {
		ByteBuffer in = ByteBuffer.wrap(message);
		try {
			if (in.getInt() != Handshake.MAGIC) {
				throw garbage("what it sent is not ours");
			}
			byte format = in.get();
			byte type = in.get();
			if (type == REFUSED) {
				return new Message.Refused(reason(in.get()));
			}
			if (format != FORMAT) {
				throw new RefusalException(Refusal.Reason.OTHER_PROTOCOL,
						"its handshake has format " + Byte.toUnsignedInt(format) + ", and this node's " + FORMAT);
			}
			return switch (type) {
				case HELLO -> hello(in);
				case HELLO_BACK -> helloBack(in);
				case PROOF -> new Message.Proof(rest(in));
				case PROOF_BACK -> new Message.ProofBack(rest(in));
				default -> throw garbage("it sent an unknown message of type " + Byte.toUnsignedInt(type));
			};
		}
		catch (BufferUnderflowException ex) {
			throw garbage("what it sent is cut short");
		}
	}

	private static Message.Hello hello(ByteBuffer in) throws RefusalException {
		int minVersion = version(in);
		int maxVersion = version(in);
		if (minVersion > maxVersion) {
			throw garbage("it speaks protocol versions " + minVersion + " to " + maxVersion);
		}
		long features = in.getLong();
		Protection protection = protection(in);
		byte[] clusterTag = bytes(in, Hkdf.HASH);
		return new Message.Hello(minVersion, maxVersion, features, protection, clusterTag, address(in),
				bytes(in, Ephemeral.NONCE), key(in, protection));
	}

	private static Message.HelloBack helloBack(ByteBuffer in) throws RefusalException {
		int version = version(in);
		long features = in.getLong();
		Protection protection = protection(in);
		return new Message.HelloBack(version, features, protection, address(in), bytes(in, Ephemeral.NONCE),
				key(in, protection));
	}

	private static void putDrawn(ByteBuffer out, byte[] nonce, byte @Nullable [] key) {
		out.put(nonce);
		if (key != null) {
			out.put(key);
		}
	}

	private static byte @Nullable [] key(ByteBuffer in, Protection protection) {
		return (protection == Protection.SECRET) ? bytes(in, X25519.KEY) : null;
	}

	private static int version(ByteBuffer in) throws RefusalException {
		int version = Byte.toUnsignedInt(in.get());
		if (version == 0) {
			throw garbage("it speaks protocol version 0");
		}
		return version;
	}

	private static Protection protection(ByteBuffer in) throws RefusalException {
		int ordinal = Byte.toUnsignedInt(in.get());
		if (ordinal >= PROTECTIONS.length) {
			throw new RefusalException(Refusal.Reason.OTHER_PROTOCOL,
					"it wants a protection that this build does not know: " + ordinal);
		}
		return PROTECTIONS[ordinal];
	}

	// One that this build does not know was invented later
	private static Refusal.Reason reason(byte ordinal) {
		int index = Byte.toUnsignedInt(ordinal);
		return (index < REASONS.length) ? REASONS[index] : Refusal.Reason.OTHER_PROTOCOL;
	}

	private static void putAddress(ByteBuffer out, InetSocketAddress address) {
		byte[] bytes = address.getAddress().getAddress();
		out.put((byte) bytes.length).put(bytes).putShort((short) address.getPort());
	}

	private static InetSocketAddress address(ByteBuffer in) throws RefusalException {
		int length = in.get();
		if (length != 4 && length != 16) {
			throw garbage("it sent an address of " + length + " bytes");
		}
		InetAddress host;
		try {
			host = InetAddress.getByAddress(bytes(in, length));
		}
		catch (UnknownHostException ex) {
			throw garbage("it sent an address that is none");
		}
		int port = Short.toUnsignedInt(in.getShort());
		if (host.isAnyLocalAddress() || host.isMulticastAddress() || port == 0) {
			throw garbage("it sent an address that nobody can connect to");
		}
		return new InetSocketAddress(host, port);
	}

	private static byte[] bytes(ByteBuffer in, int length) {
		byte[] bytes = new byte[length];
		in.get(bytes);
		return bytes;
	}

	private static byte[] rest(ByteBuffer in) throws RefusalException {
		if (in.remaining() != Hkdf.HASH) {
			throw garbage("it sent a proof of " + in.remaining() + " bytes");
		}
		return bytes(in, Hkdf.HASH);
	}

	private static RefusalException garbage(String detail) {
		return new RefusalException(Refusal.Reason.GARBAGE, detail);
	}

}
