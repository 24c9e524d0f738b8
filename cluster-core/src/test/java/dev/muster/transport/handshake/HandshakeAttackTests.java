package dev.muster.transport.handshake;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import dev.muster.transport.Refusal.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Handshake} when somebody without the secret holds the network, or is
 * the peer.
 */
class HandshakeAttackTests {

	private static final Identity ONE = Talk.identity("shop", 7800, 1, 2, Talk.SECRET, false);

	private static final Identity OTHER = Talk.identity("shop", 7801, 1, 2, Talk.SECRET, false);

	private static final int HELLO_PROTECTION = 16;

	private static final int HELLO_BACK_PROTECTION = 15;

	private static final int HELLO_MAX_VERSION = 7;

	private static final int HELLO_BACK_PORT = 16 + 5;

	private static final int HELLO_BACK_VERSION = 6;

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4 })
	void whenAnyBitIsFlippedThenTheyAreNeverDoneOnBothSides(int message) {
		int bits = talk(0, -1).messages().get(message - 1).length * Byte.SIZE;
		for (int bit = 0; bit < bits; bit++) {
			Talk talk = talk(message, bit);
			assertThat(talk.initiator()).as("initiator, message %d, bit %d", message, bit)
				.isNotInstanceOf(Step.Done.class);
			if (message < 4) {
				assertThat(talk.responder()).as("responder, message %d, bit %d", message, bit)
					.isNotInstanceOf(Step.Done.class);
			}
		}
		assertThat(talk(message, -1).isDoneOnBothSides()).as("without a flip").isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void whenSomethingIsAppendedToAHelloThenTheProofsDiffer(int appended) {
		Talk talk = attacked(ONE, OTHER, (number, message) -> (number == appended) ? append(message) : message);
		assertThat(talk.initiator()).isEqualTo(new Step.Refused(Reason.UNAUTHENTICATED));
		assertRefuses(talk.responder(), Reason.UNAUTHENTICATED);
	}

	@Test
	void whenASessionIsReplayedToAResponderThenItRefuses() {
		List<byte[]> recorded = Talk.of(ONE, OTHER).messages();
		Handshake fresh = Handshake.responder(OTHER);
		assertThat(receive(fresh, recorded.get(0))).isInstanceOf(Step.Send.class);
		assertRefuses(receive(fresh, recorded.get(2)), Reason.UNAUTHENTICATED);
	}

	@Test
	void whenASessionIsReplayedToAnInitiatorThenItRefuses() {
		List<byte[]> recorded = Talk.of(ONE, OTHER).messages();
		Handshake fresh = Handshake.initiator(ONE);
		fresh.begin();
		assertThat(receive(fresh, recorded.get(1))).isInstanceOf(Step.Send.class);
		assertRefuses(receive(fresh, recorded.get(3)), Reason.UNAUTHENTICATED);
	}

	@Test
	void whenFramesOfAnotherConnectionAreReplayedThenTheyAreBad() {
		Talk recorded = Talk.of(ONE, OTHER);
		ByteBuffer sealed = ByteBuffer.allocate(32);
		Talk.ciphers(recorded.initiatorDone()).outbound().seal(ByteBuffer.wrap(new byte[16]), sealed);
		FrameCipher fresh = Talk.ciphers(Talk.of(ONE, OTHER).responderDone()).inbound();
		assertThatExceptionOfType(BadFrameException.class)
			.isThrownBy(() -> fresh.open(sealed.flip(), ByteBuffer.allocate(16)));
	}

	@Test
	void whenTheInitiatorHearsItselfThenItRefuses() {
		Handshake initiator = Handshake.initiator(ONE);
		byte[] hello = bytes(initiator.begin());
		assertRefuses(receive(initiator, hello), Reason.GARBAGE);
	}

	@Test
	void whenTheInitiatorsProofIsGivenBackThenItRefuses() {
		for (boolean relabelled : new boolean[] { false, true }) {
			Handshake initiator = Handshake.initiator(ONE);
			Handshake responder = Handshake.responder(OTHER);
			byte[] proof = bytes(receive(initiator, bytes(receive(responder, bytes(initiator.begin())))));
			if (relabelled) {
				proof[5] = 4; // a proof back
			}
			assertRefuses(receive(initiator, proof), relabelled ? Reason.UNAUTHENTICATED : Reason.GARBAGE);
		}
	}

	@Test
	void whenTheInitiatorsOwnNonceAndKeyAreGivenBackThenItIsNoProof() {
		Handshake initiator = Handshake.initiator(ONE);
		byte[] hello = bytes(initiator.begin());
		byte[] drawn = Arrays.copyOfRange(hello, hello.length - 64, hello.length);
		byte[] back = bytes(receive(Handshake.responder(OTHER), hello));
		System.arraycopy(drawn, 0, back, back.length - 64, 64);
		byte[] proof = bytes(receive(initiator, back));
		proof[5] = 4;
		assertRefuses(receive(initiator, proof), Reason.UNAUTHENTICATED);
	}

	@Test
	void whenAConnectionIsLedToAnotherMemberThenTheAddressTells() {
		Talk talk = Talk.of(ONE, ONE);
		assertThat(talk.initiatorDone().peer().address()).isEqualTo(ONE.address());
		Talk changed = attacked(ONE, ONE, changing(2, HELLO_BACK_PORT, 0));
		assertThat(changed.isDoneOnBothSides()).as("and cannot be changed").isFalse();
	}

	@Test
	void whenTheRangeOfVersionsIsNarrowedThenASecretTells() {
		Talk.Network network = changing(1, HELLO_MAX_VERSION, 1);
		Talk talk = attacked(ONE, OTHER, network);
		assertThat(talk.initiator()).isEqualTo(new Step.Refused(Reason.UNAUTHENTICATED));
		assertRefuses(talk.responder(), Reason.UNAUTHENTICATED);
		Talk plain = attacked(plain(ONE), plain(OTHER), network);
		assertThat(plain.responderDone().peer().version()).as("nobody tells without").isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "1, UNAUTHENTICATED", "3, OTHER_PROTOCOL", "255, OTHER_PROTOCOL" })
	void whenTheChosenVersionIsChangedThenItIsRefused(int version, Reason reason) {
		Talk talk = attacked(ONE, OTHER, changing(2, HELLO_BACK_VERSION, version));
		assertThat(reason(talk.initiator())).isEqualTo(reason);
		assertThat(reason(talk.responder())).isEqualTo(reason);
	}

	@ParameterizedTest
	@ValueSource(bytes = { 0, 2 })
	void whenTheSecretIsTalkedAwayThenBothInsistOnIt(byte protection) {
		Talk hello = attacked(ONE, OTHER,
				(number, message) -> (number == 1) ? stripped(message, HELLO_PROTECTION, protection) : message);
		assertRefuses(hello.responder(), Reason.UNAUTHENTICATED);
		assertThat(hello.initiator()).isEqualTo(new Step.Refused(Reason.UNAUTHENTICATED));
		Talk back = attacked(ONE, OTHER,
				(number, message) -> (number == 2) ? stripped(message, HELLO_BACK_PROTECTION, protection) : message);
		assertRefuses(back.initiator(), Reason.UNAUTHENTICATED);
		assertThat(back.responder()).isEqualTo(new Step.Refused(Reason.UNAUTHENTICATED));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void whenAKeyIsOfSmallOrderThenItIsRefused(int changed) {
		Talk talk = attacked(ONE, OTHER, (number, message) -> {
			if (number == changed) {
				Arrays.fill(message, message.length - X25519.KEY, message.length, (byte) 0);
			}
			return message;
		});
		assertRefuses((changed == 1) ? talk.responder() : talk.initiator(), Reason.UNAUTHENTICATED);
		assertThat((changed == 1) ? talk.initiator() : talk.responder())
			.isEqualTo(new Step.Refused(Reason.UNAUTHENTICATED));
	}

	@Test
	void whenTheResponderKnowsNoSecretThenAnyProofOfItsIsRefused() {
		Identity stranger = Talk.identity("shop", 7801, 1, 2, "quite another secret", false);
		Handshake initiator = Handshake.initiator(ONE);
		Handshake responder = Handshake.responder(stranger);
		assertThat(receive(initiator, bytes(receive(responder, bytes(initiator.begin())))))
			.isInstanceOf(Step.Send.class);
		assertRefuses(receive(initiator, MessageCodec.encode(new Message.ProofBack(new byte[32]))),
				Reason.UNAUTHENTICATED);
	}

	@Test
	void whenMessagesComeOutOfTurnThenTheyAreGarbage() {
		List<byte[]> said = Talk.of(ONE, OTHER).messages();
		byte[] refused = MessageCodec.encode(new Message.Refused(Reason.GARBAGE));
		for (byte[] message : List.of(said.get(1), said.get(2), said.get(3), refused)) {
			assertRefuses(receive(Handshake.responder(OTHER), message), Reason.GARBAGE);
		}
		for (byte[] message : List.of(said.get(0), said.get(1), said.get(3))) {
			Handshake responder = Handshake.responder(OTHER);
			receive(responder, said.get(0));
			assertRefuses(receive(responder, message), Reason.GARBAGE);
		}
		for (byte[] message : List.of(said.get(0), said.get(2), said.get(3))) {
			Handshake initiator = Handshake.initiator(ONE);
			initiator.begin();
			assertRefuses(receive(initiator, message), Reason.GARBAGE);
		}
		for (byte[] message : List.of(said.get(0), said.get(1), said.get(2))) {
			Handshake initiator = Handshake.initiator(ONE);
			initiator.begin();
			receive(initiator, said.get(1));
			assertRefuses(receive(initiator, message), Reason.GARBAGE);
		}
	}

	@Test
	void whenAMessageIsTooLongThenItIsNotLookedAt() {
		byte[] hello = bytes(Handshake.initiator(ONE).begin());
		assertThat(receive(Handshake.responder(OTHER), Arrays.copyOf(hello, Handshake.MAX_MESSAGE)))
			.isInstanceOf(Step.Send.class);
		ByteBuffer tooLong = ByteBuffer.wrap(Arrays.copyOf(hello, Handshake.MAX_MESSAGE + 1));
		assertThat(Handshake.responder(OTHER).receive(tooLong)).isInstanceOfSatisfying(Step.Refuse.class, (refuse) -> {
			assertThat(refuse.reason()).isEqualTo(Reason.GARBAGE);
			assertThat(refuse.detail()).contains("513 bytes");
		});
		assertThat(tooLong.hasRemaining()).isFalse();
	}

	@Test
	void whenAMessageIsInAnyBufferThenItIsRead() {
		byte[] hello = bytes(Handshake.initiator(ONE).begin());
		ByteBuffer direct = ByteBuffer.allocateDirect(1000).position(100).put(hello).flip().position(100);
		ByteBuffer part = ByteBuffer.wrap(append(hello)).limit(hello.length).slice();
		for (ByteBuffer buffer : List.of(direct, part, ByteBuffer.wrap(hello).asReadOnlyBuffer())) {
			assertThat(Handshake.responder(OTHER).receive(buffer)).isInstanceOf(Step.Send.class);
			assertThat(buffer.hasRemaining()).isFalse();
		}
	}

	private static Talk talk(int number, int bit) {
		return attacked(ONE, OTHER, (at, message) -> {
			if (at == number && bit >= 0) {
				message[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
			}
			return message;
		});
	}

	private static Talk attacked(Identity initiator, Identity responder, Talk.Network network) {
		return Talk.of(Handshake.initiator(initiator), Handshake.responder(responder),
				(number, message) -> network.carry(number, message.clone()));
	}

	private static Talk.Network changing(int changed, int position, int value) {
		return (number, message) -> {
			if (number == changed) {
				assertThat(message[position]).isNotEqualTo((byte) value);
				message[position] = (byte) value;
			}
			return message;
		};
	}

	private static @Nullable Reason reason(@Nullable Step step) {
		if (step instanceof Step.Refuse refuse) {
			return refuse.reason();
		}
		return (step instanceof Step.Refused refused) ? refused.reason() : null;
	}

	private static Identity plain(Identity identity) {
		return new Identity(identity.clusterName(), identity.address(), identity.minVersion(), identity.maxVersion(),
				identity.features(), null, false);
	}

	private static byte[] stripped(byte[] message, int at, byte protection) {
		byte[] stripped = Arrays.copyOf(message, message.length - X25519.KEY);
		stripped[at] = protection;
		return stripped;
	}

	private static byte[] append(byte[] message) {
		return Arrays.copyOf(message, message.length + 1);
	}

	private static Step receive(Handshake handshake, byte[] message) {
		return handshake.receive(ByteBuffer.wrap(message));
	}

	private static byte[] bytes(Step step) {
		byte[] message = Talk.message(step);
		if (message == null) {
			throw new AssertionError("Nothing was said: " + step);
		}
		return message;
	}

	private static void assertRefuses(@Nullable Step step, Reason reason) {
		assertThat(step).isInstanceOfSatisfying(Step.Refuse.class, (refuse) -> {
			assertThat(refuse.reason()).isEqualTo(reason);
			assertThat(refuse.message()).as("a code and nothing else").hasSize(7);
		});
	}

}
