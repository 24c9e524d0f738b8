package dev.muster.transport.jgroups.netty;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import dev.muster.transport.Refusal.Reason;
import dev.muster.transport.SharedSecret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Links} with a shared secret.
 */
@ExtendWith(BufferLeaks.class)
class LinksSecretIT {

	private final LinkSecurity secret = new LinkSecurity.Secret(SharedSecret.of("a secret of 16 bytes or more"));

	private final LinkSecurity other = new LinkSecurity.Secret(SharedSecret.of("another secret, also long enough"));

	@Test
	void whenBothKnowTheSecretThenFramesArriveInOrderAndNobodyElseCanReadThem() throws Exception {
		List<String> texts = IntStream.range(0, 2000).mapToObj((i) -> "readable " + i).toList();
		try (Node a = start(this.secret); Node b = start(this.secret); Relay relay = new Relay(b.address)) {
			texts.forEach((text) -> a.send(relay.address(), Lane.PAYLOAD, text));
			b.awaitFrames(texts.size());
			assertThat(b.texts()).isEqualTo(texts);
			b.send(a, "readable too");
			a.awaitFrames(1);
			assertThat(a.frames.get(0).peer()).isEqualTo(b.address);
			assertThat(relay.heard()).contains("MSTR").doesNotContain("readable");
		}
		try (Node a = Node.start(); Node b = Node.start(); Relay relay = new Relay(b.address)) {
			a.send(relay.address(), Lane.PAYLOAD, "readable");
			b.awaitFrames(1);
			assertThat(relay.heard()).as("the test can hear").contains("readable");
		}
	}

	@Test
	void whenFramesHaveAnySizeUpToTheBoundThenTheyArriveWhole() {
		Random random = new Random(42);
		List<byte[]> contents = IntStream.of(0, 1, 1024 * 1024, 2, 65_536, 1024 * 1024 - 1, 4096, 100_000, 7)
			.mapToObj((size) -> {
				byte[] content = new byte[size];
				random.nextBytes(content);
				return content;
			})
			.toList();
		try (Node a = start(this.secret); Node b = start(this.secret)) {
			contents.forEach((content) -> a.send(b.address, Lane.PAYLOAD, content));
			b.awaitFrames(contents.size());
			assertThat(b.frames).extracting(Node.Frame::content).containsExactlyElementsOf(contents);
		}
	}

	@Test
	void whenSecretsDifferThenBothAreTold() {
		try (Node a = start(this.secret); Node b = start(this.other)) {
			a.send(b, "hello");
			assertUnauthenticated(a, b);
		}
	}

	@Test
	void whenOnlyOneHasASecretThenBothAreTold() {
		try (Node a = start(this.secret); Node b = Node.start()) {
			a.send(b, "hello");
			assertUnauthenticated(a, b);
		}
		try (Node a = Node.start(); Node b = start(this.secret)) {
			a.send(b, "hello");
			assertUnauthenticated(a, b);
		}
	}

	private static void assertUnauthenticated(Node a, Node b) {
		Node.await("refused").until(() -> !a.refused.isEmpty() && !b.refused.isEmpty());
		assertThat(a.refused).singleElement().satisfies((refused) -> {
			assertThat(refused.peer()).isEqualTo(b.address);
			assertThat(refused.reason()).isEqualTo(Reason.UNAUTHENTICATED);
			assertThat(refused.byUs()).isFalse();
		});
		assertThat(b.refused).singleElement().satisfies((refused) -> {
			assertThat(refused.reason()).isEqualTo(Reason.UNAUTHENTICATED);
			assertThat(refused.byUs()).isTrue();
		});
		assertThat(b.frames).isEmpty();
	}

	@Test
	void whenAFrameIsChangedOnItsWayThenTheConnectionIsClosedAndAnotherOneWorks() throws Exception {
		try (Node a = start(this.secret); Node b = start(this.secret); Relay relay = new Relay(b.address)) {
			a.send(relay.address(), Lane.PAYLOAD, "one");
			b.awaitFrames(1);
			// A ping may be on its way, too, and must not be what is changed
			Node.await("round trips")
				.until(() -> a.statistics(b).roundTrip() != null && b.statistics(a).roundTrip() != null);
			relay.changeNext();
			a.send(relay.address(), Lane.PAYLOAD, "two");
			Node.await("closed").until(() -> !b.closed.isEmpty() && !a.closed.isEmpty());
			assertThat(b.invalid).singleElement().asString().contains("changed on its way");
			a.send(relay.address(), Lane.PAYLOAD, "three");
			b.awaitFrames(2);
			assertThat(b.texts()).isEqualTo(Arrays.asList("one", "three"));
		}
	}

	private static Node start(LinkSecurity security) {
		return Node.start(Node.settings(), security);
	}

}
