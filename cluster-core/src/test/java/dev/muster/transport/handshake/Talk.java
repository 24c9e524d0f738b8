package dev.muster.transport.handshake;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.muster.transport.SharedSecret;
import org.jspecify.annotations.Nullable;

/**
 * A handshake from its first message to its last.
 *
 * @param initiator the last step of the side that connected
 * @param responder the last step of the side that accepted, or {@code null} if it never
 * heard anything
 * @param messages what was said, before anybody changed it
 */
record Talk(Step initiator, @Nullable Step responder, List<byte[]> messages) {

	static final String SECRET = "correct horse battery staple";

	/**
	 * What stands between the two.
	 */
	interface Network {

		/**
		 * Carry a message.
		 * @param number of the message, from 1
		 * @param message what was said
		 * @return what the other hears
		 */
		byte[] carry(int number, byte[] message);

	}

	static Identity identity(String cluster, int port, int minVersion, int maxVersion, @Nullable String secret,
			boolean tls) {
		return new Identity(cluster, new InetSocketAddress("10.0.0.1", port), minVersion, maxVersion, 5,
				(secret != null) ? SharedSecret.of(secret) : null, tls);
	}

	static Identity identity(int port, @Nullable String secret) {
		return identity("shop", port, 1, 1, secret, false);
	}

	static Talk of(Identity initiator, Identity responder) {
		return of(Handshake.initiator(initiator), Handshake.responder(responder), (number, message) -> message);
	}

	static Talk of(Handshake initiator, Handshake responder, Network network) {
		Step[] steps = { initiator.begin(), null };
		List<byte[]> messages = new ArrayList<>();
		for (int speaker = 0;; speaker = 1 - speaker) {
			byte[] message = message(steps[speaker]);
			Step listening = steps[1 - speaker];
			if (message == null || (listening != null && !(listening instanceof Step.Send))) {
				return new Talk(steps[0], steps[1], messages);
			}
			messages.add(message);
			Handshake listener = (speaker == 0) ? responder : initiator;
			steps[1 - speaker] = listener.receive(ByteBuffer.wrap(network.carry(messages.size(), message)));
		}
	}

	static byte @Nullable [] message(@Nullable Step step) {
		if (step instanceof Step.Send send) {
			return send.message();
		}
		if (step instanceof Step.Done done) {
			return done.message();
		}
		return (step instanceof Step.Refuse refuse) ? refuse.message() : null;
	}

	Step.Done initiatorDone() {
		return done(this.initiator);
	}

	Step.Done responderDone() {
		return done(this.responder);
	}

	boolean isDoneOnBothSides() {
		return this.initiator instanceof Step.Done && this.responder instanceof Step.Done;
	}

	static FrameCiphers ciphers(Step.Done done) {
		FrameCiphers ciphers = done.ciphers();
		if (ciphers == null) {
			throw new AssertionError("There are no ciphers: " + done);
		}
		return ciphers;
	}

	private static Step.Done done(@Nullable Step step) {
		if (step instanceof Step.Done done) {
			return done;
		}
		throw new AssertionError("The handshake is not done: " + step);
	}

}
