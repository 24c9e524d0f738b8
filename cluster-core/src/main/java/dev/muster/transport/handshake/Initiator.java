package dev.muster.transport.handshake;

import dev.muster.transport.Refusal;
import dev.muster.transport.SharedSecret;
import org.jspecify.annotations.Nullable;

/**
 * The side that connected. It says hello, checks what it hears back, and with a secret
 * proves that it knows it before the responder does.
 */
final class Initiator extends Handshake {

	private boolean begun;

	private @Nullable KeySchedule keys;

	private @Nullable PeerIdentity peer;

	Initiator(Identity self, Ephemeral ephemeral) {
		super(self, ephemeral);
	}

	@Override
	public Step begin() {
		if (this.begun) {
			throw new IllegalStateException("The handshake has begun");
		}
		this.begun = true;
		Identity self = self();
		byte[] nonce = ephemeral().nonce();
		return new Step.Send(say(new Message.Hello(self.minVersion(), self.maxVersion(), self.features(),
				Protection.of(self), clusterTag(nonce), self.address(), nonce,
				(self.secret() != null) ? ephemeral().publicKey() : null)));
	}

	@Override
	boolean hasBegun() {
		return this.begun;
	}

	@Override
	Step on(Message message, byte[] bytes) throws RefusalException {
		if (message instanceof Message.Refused refused) {
			return new Step.Refused(refused.reason());
		}
		KeySchedule keys = this.keys;
		PeerIdentity peer = this.peer;
		if (message instanceof Message.HelloBack back && peer == null) {
			return helloBack(back, bytes);
		}
		if (message instanceof Message.ProofBack proof && keys != null && peer != null) {
			if (!KeySchedule.isSame(keys.responderProof(transcript().hash()), proof.mac())) {
				throw otherSecret();
			}
			return new Step.Done(null, peer, keys.ciphers(true));
		}
		throw outOfTurn(message);
	}

	private Step helloBack(Message.HelloBack back, byte[] bytes) throws RefusalException {
		Identity self = self();
		Protection.of(self).accept(back.protection());
		if (back.version() < self.minVersion() || back.version() > self.maxVersion()) {
			throw new RefusalException(Refusal.Reason.OTHER_PROTOCOL, "it chose protocol version " + back.version()
					+ ", and this node speaks " + self.minVersion() + " to " + self.maxVersion());
		}
		transcript().add(bytes);
		PeerIdentity peer = new PeerIdentity(back.address(), back.version(), back.features());
		SharedSecret secret = self.secret();
		byte[] key = back.key();
		if (secret == null || key == null) {
			return new Step.Done(null, peer, null);
		}
		KeySchedule keys = keys(secret, key, KeySchedule.concat(ephemeral().nonce(), back.nonce()), back.version());
		this.keys = keys;
		this.peer = peer;
		return new Step.Send(say(new Message.Proof(keys.initiatorProof(transcript().hash()))));
	}

}
