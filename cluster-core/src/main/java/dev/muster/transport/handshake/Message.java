package dev.muster.transport.handshake;

import java.net.InetSocketAddress;

import dev.muster.transport.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What is said in a handshake. {@link MessageCodec} has the wire form.
 */
sealed interface Message {

	/**
	 * The initiator introduces itself.
	 *
	 * @param minVersion lowest version that it speaks
	 * @param maxVersion highest version that it speaks
	 * @param features its feature bits
	 * @param protection what protects the connection, in its eyes
	 * @param clusterTag tells whoever knows the cluster's name that it is the same
	 * @param address where it listens
	 * @param nonce drawn for this handshake
	 * @param key its ephemeral X25519 key, with a secret only
	 */
	record Hello(int minVersion, int maxVersion, long features, Protection protection, byte[] clusterTag,
			InetSocketAddress address, byte[] nonce, byte @Nullable [] key) implements Message {
	}

	/**
	 * The responder introduces itself.
	 *
	 * @param version the version that both will speak
	 * @param features its feature bits
	 * @param protection what protects the connection, in its eyes
	 * @param address where it listens
	 * @param nonce drawn for this handshake
	 * @param key its ephemeral X25519 key, with a secret only
	 */
	record HelloBack(int version, long features, Protection protection, InetSocketAddress address, byte[] nonce,
			byte @Nullable [] key) implements Message {
	}

	/**
	 * The initiator proves that it knows the secret.
	 *
	 * @param mac HMAC of all that was said before
	 */
	record Proof(byte[] mac) implements Message {
	}

	/**
	 * The responder proves that it knows the secret.
	 *
	 * @param mac HMAC of all that was said before
	 */
	record ProofBack(byte[] mac) implements Message {
	}

	/**
	 * Either side ends the handshake.
	 *
	 * @param reason why
	 */
	record Refused(Refusal.Reason reason) implements Message {
	}

}
