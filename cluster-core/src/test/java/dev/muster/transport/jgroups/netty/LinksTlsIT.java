package dev.muster.transport.jgroups.netty;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.muster.transport.Refusal.Reason;
import dev.muster.transport.jgroups.netty.LinkSecurity.Tls;
import dev.muster.transport.jgroups.netty.LinkSecurity.Verification;
import io.netty.handler.ssl.SslContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Links} with TLS.
 */
@ExtendWith(BufferLeaks.class)
class LinksTlsIT {

	@TempDir
	static Path folder;

	private static Certificates ours;

	private static Certificates theirs;

	@BeforeAll
	static void make() {
		ours = new Certificates(folder, "ours").give("one")
			.give("two")
			.giveExpired("expired")
			.giveForOtherHost("elsewhere");
		theirs = new Certificates(folder, "theirs").give("stranger");
	}

	@Test
	void whenBothHaveCertificatesThenFramesOfAnySizeArriveInOrderAndNobodyElseCanReadThem() throws Exception {
		try (Node a = start(ours.security("one"));
				Node b = start(ours.security("two"));
				Relay relay = new Relay(b.address)) {
			List<String> texts = IntStream.range(0, 300)
				.mapToObj((i) -> ("readable " + i + " ").repeat(i + 1))
				.toList();
			texts.forEach((text) -> a.send(relay.address(), Lane.PAYLOAD, text));
			a.send(relay.address(), Lane.PAYLOAD, new byte[1024 * 1024]);
			b.awaitFrames(301);
			assertThat(b.texts().subList(0, 300)).isEqualTo(texts);
			assertThat(b.frames.get(300).content()).hasSize(1024 * 1024);
			b.send(a, "readable");
			a.awaitFrames(1);
			assertThat(relay.heard()).doesNotContain("readable").doesNotContain("MSTR");
		}
	}

	@Test
	void whenBothConnectAtTheSameTimeThenOneConnectionIsLeftAndNothingIsLost() throws Exception {
		for (int round = 0; round < 20; round++) {
			try (Node a = start(ours.security("one")); Node b = start(ours.security("two"))) {
				Thread other = new Thread(() -> IntStream.range(0, 50).forEach((i) -> b.send(a, "from b")));
				other.start();
				IntStream.range(0, 50).forEach((i) -> a.send(b, "from a"));
				a.awaitFrames(50);
				b.awaitFrames(50);
				a.awaitConnections(b, 1);
				b.awaitConnections(a, 1);
				other.join();
				assertThat(a.closed).isEmpty();
				assertThat(b.closed).isEmpty();
				assertThat(a.refused).isEmpty();
			}
		}
	}

	@Test
	void whenTheAuthorityOfTheServerIsAnotherThenItIsRefused() {
		try (Node a = start(ours.security("one")); Node b = start(theirs.security("stranger"))) {
			a.send(b, "hello");
			assertRefused(a, b, true);
		}
	}

	@Test
	void whenTheAuthorityOfTheClientIsAnotherThenItIsRefused() {
		Tls stranger = new Tls(() -> theirs.server("stranger"), () -> theirs.client("stranger", ours),
				Verification.CERTIFICATE);
		try (Node a = start(stranger); Node b = start(ours.security("one"))) {
			a.send(b, "hello");
			assertRefused(a, b, false);
		}
	}

	@Test
	void whenTheCertificateOfTheServerHasExpiredThenItIsRefused() {
		try (Node a = start(ours.security("one")); Node b = start(ours.security("expired"))) {
			a.send(b, "hello");
			assertRefused(a, b, true);
			assertThat(a.refused.get(0).detail()).contains("NotAfter");
		}
	}

	@Test
	void whenTheCertificateOfTheClientHasExpiredThenItIsRefused() {
		try (Node a = start(ours.security("expired")); Node b = start(ours.security("one"))) {
			a.send(b, "hello");
			assertRefused(a, b, false);
		}
	}

	@Test
	void whenTheHostIsVerifiedThenTheCertificateMustNameIt() {
		try (Node a = start(ours.security("one", Verification.HOST));
				Node b = start(ours.security("two", Verification.HOST));
				Node c = start(ours.security("elsewhere"))) {
			a.send(b, "hello");
			b.awaitFrames(1);
			a.send(c, "hello");
			assertRefused(a, c, true);
			c.refused.clear();
			b.refused.clear();
			c.send(b, "hello");
			assertRefused(c, b, false);
			assertThat(b.frames).hasSize(1);
		}
		try (Node a = start(ours.security("one")); Node c = start(ours.security("elsewhere"))) {
			a.send(c, "hello");
			c.awaitFrames(1);
		}
	}

	private static void assertRefused(Node a, Node b, boolean byA) {
		Node.await("both are told").until(() -> !a.refused.isEmpty() && !b.refused.isEmpty());
		assertThat(a.refused).singleElement().satisfies((refused) -> {
			assertThat(refused.peer()).isEqualTo(b.address);
			assertThat(refused.reason()).isEqualTo(Reason.UNAUTHENTICATED);
			assertThat(refused.byUs()).isEqualTo(byA);
		});
		assertThat(b.refused).singleElement().satisfies((refused) -> {
			assertThat(refused.reason()).isEqualTo(Reason.UNAUTHENTICATED);
			assertThat(refused.byUs()).isNotEqualTo(byA);
		});
		assertThat(a.invalid).isEmpty();
		assertThat(b.invalid).isEmpty();
	}

	@Test
	void whenOnlyOneEncryptsThenBothAreToldWhoeverConnects() {
		try (Node a = Node.start(); Node b = start(ours.security("one"))) {
			a.send(b, "hello");
			assertUnencrypted(a, b, false, true);
			Node.await("dropped").until(() -> a.statistics(b).dropped() == 1);
			a.refused.clear();
			b.refused.clear();
			b.send(a, "hello");
			assertUnencrypted(a, b, true, true); // b hears what is no TLS
			Node.await("dropped").until(() -> b.statistics(a).dropped() == 1);
			assertThat(a.invalid).isEmpty();
			assertThat(b.invalid).isEmpty();
			assertThat(a.links.totals().refusedByPeer()).containsEntry(Reason.UNENCRYPTED, 1L);
			assertThat(b.links.totals().brokenOff()).isZero();
			assertThat(a.links.totals().brokenOff()).isZero();
			assertThat(a.frames).isEmpty();
			assertThat(b.frames).isEmpty();
		}
	}

	private static void assertUnencrypted(Node a, Node b, boolean byA, boolean byB) {
		Node.await("both are told").until(() -> !a.refused.isEmpty() && !b.refused.isEmpty());
		assertThat(a.refused).singleElement().satisfies((refused) -> {
			assertThat(refused.reason()).isEqualTo(Reason.UNENCRYPTED);
			assertThat(refused.byUs()).isEqualTo(byA);
		});
		assertThat(b.refused).singleElement().satisfies((refused) -> {
			assertThat(refused.reason()).isEqualTo(Reason.UNENCRYPTED);
			assertThat(refused.byUs()).isEqualTo(byB);
		});
	}

	@Test
	void whenGarbageComesThenItIsInvalid() throws Exception {
		try (Node b = start(ours.security("one")); RawPeer stranger = RawPeer.stranger(b)) {
			stranger.raw("GET / HTTP/1.1\r\n\r\n".getBytes());
			stranger.awaitEnd();
			assertThat(b.invalid).hasSize(1);
			assertThat(b.refused).isEmpty();
		}
	}

	@Test
	void whenCertificatesAreReplacedUnderTrafficThenNothingIsLost() throws Exception {
		AtomicBoolean replaced = new AtomicBoolean();
		AtomicInteger connectedAsTwo = new AtomicInteger();
		SslContext[] contexts = { ours.server("one"), ours.client("one"), ours.server("two"), ours.client("two") };
		Tls reloading = new Tls(() -> contexts[replaced.get() ? 2 : 0], () -> {
			connectedAsTwo.addAndGet(replaced.get() ? 1 : 0);
			return contexts[replaced.get() ? 3 : 1];
		}, Verification.CERTIFICATE);
		try (Node a = start(reloading); Node b = start(reloading)) {
			a.send(b, "0");
			b.awaitFrames(1);
			AtomicBoolean over = new AtomicBoolean();
			AtomicInteger sent = new AtomicInteger(1);
			Thread traffic = new Thread(() -> {
				while (!over.get()) {
					b.send(a, Integer.toString(sent.get()));
					a.send(b, Integer.toString(sent.getAndIncrement()));
					Node.await("some pace")
						.until(() -> b.frames.size() > sent.get() - 200 && a.frames.size() > sent.get() - 200);
				}
			});
			traffic.start();
			replaced.set(true);
			for (int i = 0; i < 20; i++) {
				int before = connectedAsTwo.get();
				a.links.rotate();
				b.links.rotate();
				Node.await("a new connection").until(() -> connectedAsTwo.get() > before);
				a.awaitConnections(b, 1);
				b.awaitConnections(a, 1);
			}
			over.set(true);
			traffic.join();
			b.awaitFrames(sent.get());
			a.awaitFrames(sent.get() - 1);
			assertThat(b.texts()).containsExactlyInAnyOrderElementsOf(
					IntStream.range(0, sent.get()).mapToObj(Integer::toString).toList());
			assertThat(a.texts()).containsExactlyInAnyOrderElementsOf(
					IntStream.range(1, sent.get()).mapToObj(Integer::toString).toList());
			assertThat(a.statistics(b).dropped() + b.statistics(a).dropped()).isZero();
			assertThat(a.closed).isEmpty();
			assertThat(b.closed).isEmpty();
		}
	}

	private static Node start(LinkSecurity security) {
		return Node.start(Node.settings(), security);
	}

}
