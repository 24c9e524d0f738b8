package dev.muster.transport.handshake;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;

import dev.muster.transport.Refusal;
import dev.muster.transport.SharedSecret;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What two nodes say on a connection before anything else: that they speak the same
 * protocol in some version, are of the same cluster and, with a {@link SharedSecret},
 * that both know it.
 * <p>
 * A state machine without I/O, thread or clock: the caller frames messages, bounds them
 * to {@link #MAX_MESSAGE}, sets a deadline and does what each {@link Step} says. Whatever
 * a peer sends leads to a step; nothing is thrown for it. Not safe for use by several
 * threads; one object serves one connection.
 */
public abstract sealed class Handshake permits Initiator, Responder {

	/** No message is longer, in bytes; what is, is refused before it is looked at. */
	public static final int MAX_MESSAGE = 512;

	/** What each message begins with, whatever its version. */
	public static final int MAGIC = ('M' << 24) | ('S' << 16) | ('T' << 8) | 'R';

	private static final byte[] CLUSTER = "muster cluster".getBytes(US_ASCII);

	private final Identity self;

	private final Ephemeral ephemeral;

	private final Transcript transcript = new Transcript();

	private boolean ended;

	Handshake(Identity self, Ephemeral ephemeral) {
		this.self = self;
		this.ephemeral = ephemeral;
	}

	/**
	 * Create the side that connected.
	 * @param self what this node says and demands
	 * @return a handshake that waits for {@link #begin()}
	 */
	public static Handshake initiator(Identity self) {
		return new Initiator(self, Ephemeral.draw());
	}

	/**
	 * Create the side that accepted.
	 * @param self what this node says and demands
	 * @return a handshake that waits for the first message
	 */
	public static Handshake responder(Identity self) {
		return new Responder(self, Ephemeral.draw());
	}

	/**
	 * Return how a peer is refused where there is no handshake to do so.
	 * @param reason why
	 * @return a message
	 */
	public static byte[] refusal(Refusal.Reason reason) {
		return MessageCodec.encode(new Message.Refused(reason));
	}

	/**
	 * Begin, as initiator, once.
	 * @return the first message
	 * @throws IllegalStateException if this is the responder, or has begun
	 */
	public abstract Step begin();

	/**
	 * Take the next message of the peer.
	 * @param message one whole message, unframed: what remains in the buffer, which is
	 * consumed
	 * @return what to do
	 * @throws IllegalStateException if the handshake has ended, or as initiator not begun
	 */
	public final Step receive(ByteBuffer message) {
		if (this.ended || !hasBegun()) {
			throw new IllegalStateException(
					this.ended ? "The handshake has ended: what comes now is none of its messages"
							: "The handshake has not begun: the initiator speaks first");
		}
		Step step;
		try {
			step = take(message);
		}
		catch (RefusalException ex) {
			step = new Step.Refuse(MessageCodec.encode(new Message.Refused(ex.reason())), ex.reason(), ex.detail());
		}
		if (!(step instanceof Step.Send)) {
			this.ended = true;
			this.ephemeral.forget();
		}
		return step;
	}

	private Step take(ByteBuffer message) throws RefusalException {
		int size = message.remaining();
		if (size > MAX_MESSAGE) {
			message.position(message.limit());
			throw new RefusalException(Refusal.Reason.GARBAGE, "it sent a message of " + size + " bytes");
		}
		byte[] bytes = new byte[size];
		message.get(bytes);
		return on(MessageCodec.decode(bytes), bytes);
	}

	/**
	 * Tell whether messages may come.
	 * @return whether they may
	 */
	abstract boolean hasBegun();

	/**
	 * Take a message.
	 * @param message what it says
	 * @param bytes how it was said
	 * @return what to do
	 * @throws RefusalException if the peer is to be refused
	 */
	abstract Step on(Message message, byte[] bytes) throws RefusalException;

	final Identity self() {
		return this.self;
	}

	final Ephemeral ephemeral() {
		return this.ephemeral;
	}

	final Transcript transcript() {
		return this.transcript;
	}

	/**
	 * Encode what we say, and add it to the transcript.
	 * @param message what we say
	 * @return its bytes
	 */
	final byte[] say(Message message) {
		byte[] bytes = MessageCodec.encode(message);
		this.transcript.add(bytes);
		return bytes;
	}

	/**
	 * Return what proves, to those who know it, that we know the cluster's name.
	 * @param nonce the initiator's
	 * @return a hash
	 */
	final byte[] clusterTag(byte[] nonce) {
		return Transcript.sha256(CLUSTER, nonce, this.self.clusterName().getBytes(UTF_8));
	}

	/**
	 * Make the keys of the connection, when both have said hello and nothing else.
	 * @param secret what both should know
	 * @param peerKey the peer's ephemeral key
	 * @param nonces the initiator's, then the responder's
	 * @param version the version of the protocol that both will speak
	 * @return the keys
	 * @throws RefusalException if the peer's key is none
	 */
	final KeySchedule keys(SharedSecret secret, byte[] peerKey, byte[] nonces, int version) throws RefusalException {
		try {
			return new KeySchedule(secret, this.ephemeral.agree(peerKey), nonces, version, this.self.clusterName(),
					this.transcript.hash());
		}
		catch (InvalidKeyException ex) {
			throw otherSecret();
		}
	}

	static RefusalException outOfTurn(Message message) {
		return new RefusalException(Refusal.Reason.GARBAGE,
				"it sent a message out of turn: " + message.getClass().getSimpleName());
	}

	static RefusalException otherSecret() {
		return new RefusalException(Refusal.Reason.UNAUTHENTICATED, "it has another muster.transport.shared-secret");
	}

}
