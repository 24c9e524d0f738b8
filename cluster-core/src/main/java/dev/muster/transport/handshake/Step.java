package dev.muster.transport.handshake;

import dev.muster.transport.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What to do next on a connection whose handshake is under way. After {@link Send} comes
 * another message of the peer; each other step is the last.
 */
public sealed interface Step {

	/**
	 * Send, and give the handshake what the peer says next.
	 *
	 * @param message a whole message, unframed
	 */
	record Send(byte[] message) implements Step {
	}

	/**
	 * The handshake is over: send the message if there is one, unsealed; all that follows
	 * in both directions is data.
	 *
	 * @param message the last message, or {@code null} if the peer spoke last
	 * @param peer who it is
	 * @param ciphers seal and open all that follows, or {@code null} if it stays as it is
	 */
	record Done(byte @Nullable [] message, PeerIdentity peer, @Nullable FrameCiphers ciphers) implements Step {
	}

	/**
	 * We refuse the peer: send the message, then close.
	 *
	 * @param message tells the peer why, as a code and no more
	 * @param reason why
	 * @param detail the same for people, in one sentence without capital and full stop
	 */
	record Refuse(byte[] message, Refusal.Reason reason, String detail) implements Step {
	}

	/**
	 * The peer refused us: close. Who controls the network can forge a refusal, as it can
	 * cut the connection.
	 *
	 * @param reason why
	 */
	record Refused(Refusal.Reason reason) implements Step {
	}

}
