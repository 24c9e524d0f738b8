package dev.muster.transport.handshake;

import dev.muster.transport.Refusal;
import dev.muster.transport.SharedSecret;
import org.jspecify.annotations.Nullable;

/**
 * The side that accepted. It says hello to whoever knows the cluster's name, and with a
 * secret proves that it knows it only to who proved the same.
 */
final class Responder extends Handshake {

	private Message.@Nullable Hello hello;

	private int version;

	Responder(Identity self, Ephemeral ephemeral) {
		super(self, ephemeral);
	}

	@Override
	public Step begin() {
		throw new IllegalStateException("The responder waits for the first message");
	}

	@Override
	boolean hasBegun() {
		return true;
	}

	@Override
	Step on(Message message, byte[] bytes) throws RefusalException {
		Message.Hello before = this.hello;
		if (before == null) {
			if (message instanceof Message.Hello hello) {
				return hello(hello, bytes);
			}
		}
		else if (message instanceof Message.Refused refused) {
			return new Step.Refused(refused.reason());
		}
		else if (message instanceof Message.Proof proof) {
			return proof(before, proof, bytes);
		}
		throw outOfTurn(message);
	}

	private Step hello(Message.Hello hello, byte[] bytes) throws RefusalException {
		Identity self = self();
		if (!KeySchedule.isSame(clusterTag(hello.nonce()), hello.clusterTag())) {
			throw new RefusalException(Refusal.Reason.OTHER_CLUSTER, "it belongs to a cluster of another name");
		}
		Protection.of(self).accept(hello.protection());
		this.version = Math.min(hello.maxVersion(), self.maxVersion());
		if (this.version < Math.max(hello.minVersion(), self.minVersion())) {
			throw new RefusalException(Refusal.Reason.OTHER_PROTOCOL,
					"it speaks protocol versions " + hello.minVersion() + " to " + hello.maxVersion()
							+ ", and this node " + self.minVersion() + " to " + self.maxVersion());
		}
		this.hello = hello;
		transcript().add(bytes);
		boolean secret = self.secret() != null;
		byte[] back = say(new Message.HelloBack(this.version, self.features(), Protection.of(self), self.address(),
				ephemeral().nonce(), secret ? ephemeral().publicKey() : null));
		return secret ? new Step.Send(back) : new Step.Done(back, peer(hello), null);
	}

	private Step proof(Message.Hello hello, Message.Proof proof, byte[] bytes) throws RefusalException {
		SharedSecret secret = self().secret();
		byte[] key = hello.key();
		if (secret == null || key == null) {
			throw outOfTurn(proof);
		}
		KeySchedule keys = keys(secret, key, KeySchedule.concat(hello.nonce(), ephemeral().nonce()), this.version);
		if (!KeySchedule.isSame(keys.initiatorProof(transcript().hash()), proof.mac())) {
			throw otherSecret();
		}
		transcript().add(bytes);
		byte[] back = MessageCodec.encode(new Message.ProofBack(keys.responderProof(transcript().hash())));
		return new Step.Done(back, peer(hello), keys.ciphers(false));
	}

	private PeerIdentity peer(Message.Hello hello) {
		return new PeerIdentity(hello.address(), this.version, hello.features());
	}

}
