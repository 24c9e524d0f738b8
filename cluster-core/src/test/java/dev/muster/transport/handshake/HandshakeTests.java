package dev.muster.transport.handshake;

import java.nio.ByteBuffer;
import java.util.List;

import dev.muster.transport.Refusal;
import dev.muster.transport.Refusal.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Handshake} between two that mean well, but may not fit.
 */
class HandshakeTests {

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenNeitherHasASecretThenBothKnowOneAnotherAndNothingIsSealed(boolean tls) {
		Talk talk = Talk.of(Talk.identity("shop", 7800, 1, 1, null, tls), Talk.identity("shop", 7801, 1, 1, null, tls));
		assertThat(talk.messages()).hasSize(2);
		assertThat(talk.initiatorDone().message()).isNull();
		assertThat(talk.initiatorDone().ciphers()).isNull();
		assertThat(talk.responderDone().ciphers()).isNull();
		assertPeersAreKnown(talk);
	}

	@Test
	void whenBothHaveTheSecretThenBothKnowOneAnotherAndFramesPass() throws BadFrameException {
		Talk talk = Talk.of(Talk.identity(7800, Talk.SECRET), Talk.identity(7801, Talk.SECRET));
		assertThat(talk.messages()).hasSize(4);
		assertPeersAreKnown(talk);
		FrameCiphers one = Talk.ciphers(talk.initiatorDone());
		FrameCiphers other = Talk.ciphers(talk.responderDone());
		for (int i = 0; i < 3; i++) {
			assertPasses(one.outbound(), other.inbound(), "to the responder " + i);
			assertPasses(other.outbound(), one.inbound(), "to the initiator " + i);
		}
	}

	@Test
	void whenThereIsASecretThenTlsBelowDoesNotMatter() {
		Talk talk = Talk.of(Talk.identity("shop", 7800, 1, 1, Talk.SECRET, true),
				Talk.identity("shop", 7801, 1, 1, Talk.SECRET, false));
		assertThat(talk.isDoneOnBothSides()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "1,1,1,1,1", "1,2,1,2,2", "1,2,2,3,2", "2,3,1,2,2", "1,9,3,4,4", "3,4,1,9,4", "1,255,255,255,255" })
	void whenRangesOverlapThenTheHighestVersionInCommonIsChosen(int min, int max, int peerMin, int peerMax,
			int expected) {
		for (String secret : new @Nullable String[] { null, Talk.SECRET }) {
			Talk talk = Talk.of(Talk.identity("shop", 7800, min, max, secret, false),
					Talk.identity("shop", 7801, peerMin, peerMax, secret, false));
			assertThat(talk.initiatorDone().peer().version()).isEqualTo(expected);
			assertThat(talk.responderDone().peer().version()).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1,1,2,2", "2,2,1,1", "4,5,1,3", "1,3,4,255" })
	void whenNoVersionIsInCommonThenTheResponderRefuses(int min, int max, int peerMin, int peerMax) {
		for (String secret : new @Nullable String[] { null, Talk.SECRET }) {
			Talk talk = Talk.of(Talk.identity("shop", 7800, min, max, secret, false),
					Talk.identity("shop", 7801, peerMin, peerMax, secret, false));
			assertRefused(talk, Reason.OTHER_PROTOCOL, min + " to " + max);
		}
	}

	@Test
	void whenTheSecretIsAnotherThenTheResponderRefusesWithoutAProofOfItsOwn() {
		Talk talk = Talk.of(Talk.identity(7800, Talk.SECRET), Talk.identity(7801, Talk.SECRET + "!"));
		assertRefused(talk, Reason.UNAUTHENTICATED, "another muster.transport.shared-secret");
		assertThat(talk.messages()).hasSize(4);
		assertThat(talk.messages().get(3)).as("a code and nothing else").hasSize(7);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheClusterIsAnotherThenTheResponderRefusesWhateverTheSecret(boolean sameSecret) {
		Talk talk = Talk.of(Talk.identity("shop", 7800, 1, 1, Talk.SECRET, false),
				Talk.identity("shop2", 7801, 1, 1, sameSecret ? Talk.SECRET : null, false));
		assertRefused(talk, Reason.OTHER_CLUSTER, "another name");
		assertThat(talk.messages()).hasSize(2);
		assertThat(talk.messages().get(1)).as("a code and nothing else").hasSize(7);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenOnlyOneHasASecretThenTheResponderRefuses(boolean tls) {
		Identity with = Talk.identity("shop", 7800, 1, 1, Talk.SECRET, tls);
		Identity without = Talk.identity("shop", 7801, 1, 1, null, tls);
		assertRefused(Talk.of(with, without), Reason.UNAUTHENTICATED, "this node has none");
		assertRefused(Talk.of(without, with), Reason.UNAUTHENTICATED, "this node has one");
	}

	@Test
	void whenOnlyOneSeesTlsThenTheResponderRefuses() {
		Identity tls = Talk.identity("shop", 7800, 1, 1, null, true);
		Identity plain = Talk.identity("shop", 7801, 1, 1, null, false);
		assertRefused(Talk.of(tls, plain), Reason.UNENCRYPTED, "it sees TLS");
		assertRefused(Talk.of(plain, tls), Reason.UNENCRYPTED, "it sees no TLS");
	}

	@Test
	void whenTwoHandshakesAreTheSameThenNothingTheySayIs() {
		List<byte[]> one = Talk.of(Talk.identity(7800, Talk.SECRET), Talk.identity(7801, Talk.SECRET)).messages();
		List<byte[]> other = Talk.of(Talk.identity(7800, Talk.SECRET), Talk.identity(7801, Talk.SECRET)).messages();
		for (int i = 0; i < 4; i++) {
			assertThat(one.get(i)).isNotEqualTo(other.get(i));
		}
	}

	@Test
	void whenTheCallerTakesTurnsItHasNotThenItIsTold() {
		Handshake responder = Handshake.responder(Talk.identity(7801, null));
		assertThatIllegalStateException().isThrownBy(responder::begin).withMessageContaining("waits");
		Handshake initiator = Handshake.initiator(Talk.identity(7800, null));
		assertThatIllegalStateException().isThrownBy(() -> initiator.receive(ByteBuffer.allocate(1)))
			.withMessageContaining("not begun");
		Talk.of(initiator, responder, (number, message) -> message);
		assertThatIllegalStateException().isThrownBy(initiator::begin).withMessageContaining("has begun");
		assertThatIllegalStateException().isThrownBy(() -> initiator.receive(ByteBuffer.allocate(1)))
			.withMessageContaining("has ended");
		assertThatIllegalStateException().isThrownBy(() -> responder.receive(ByteBuffer.allocate(1)))
			.withMessageContaining("has ended");
	}

	@Test
	void whenTheInitiatorRefusesTheProofBackThenTheResponderTakesItForABadFrame() {
		Talk talk = Talk.of(Handshake.initiator(Talk.identity(7800, Talk.SECRET)),
				Handshake.responder(Talk.identity(7801, Talk.SECRET)), (number, message) -> {
					message[message.length - 1] ^= (byte) ((number == 4) ? 1 : 0);
					return message;
				});
		assertThat(talk.initiator()).isInstanceOfSatisfying(Step.Refuse.class, (refuse) -> {
			assertThat(refuse.reason()).isEqualTo(Reason.UNAUTHENTICATED);
			FrameCipher inbound = Talk.ciphers(talk.responderDone()).inbound();
			assertThatExceptionOfType(BadFrameException.class)
				.isThrownBy(() -> inbound.open(ByteBuffer.wrap(refuse.message()), ByteBuffer.allocate(64)));
		});
	}

	private static void assertPeersAreKnown(Talk talk) {
		PeerIdentity responder = talk.initiatorDone().peer();
		PeerIdentity initiator = talk.responderDone().peer();
		assertThat(responder.address().getPort()).isEqualTo(7801);
		assertThat(initiator.address().getPort()).isEqualTo(7800);
		assertThat(List.of(responder, initiator)).allSatisfy((peer) -> {
			assertThat(peer.address().getAddress().getHostAddress()).isEqualTo("10.0.0.1");
			assertThat(peer.features()).isEqualTo(5);
			assertThat(peer.version()).isEqualTo(1);
		});
	}

	private static void assertRefused(Talk talk, Refusal.Reason reason, String detail) {
		assertThat(talk.initiator()).isEqualTo(new Step.Refused(reason));
		assertThat(talk.responder()).isInstanceOfSatisfying(Step.Refuse.class, (refuse) -> {
			assertThat(refuse.reason()).isEqualTo(reason);
			assertThat(refuse.detail()).contains(detail);
		});
	}

	private static void assertPasses(FrameCipher from, FrameCipher to, String text) throws BadFrameException {
		byte[] plain = text.getBytes(UTF_8);
		ByteBuffer sealed = ByteBuffer.allocate(plain.length + from.overhead());
		from.seal(ByteBuffer.wrap(plain), sealed);
		ByteBuffer opened = ByteBuffer.allocate(plain.length);
		to.open(sealed.flip(), opened);
		assertThat(opened.array()).isEqualTo(plain);
	}

}
