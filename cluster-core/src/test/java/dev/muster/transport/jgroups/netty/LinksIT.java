package dev.muster.transport.jgroups.netty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link Links} on real sockets: what is sent arrives.
 */
@ExtendWith(BufferLeaks.class)
class LinksIT {

	private final List<Node> nodes = new ArrayList<>();

	private final Node a = start();

	private final Node b = start();

	private Node start() {
		Node node = Node.start();
		this.nodes.add(node);
		return node;
	}

	@AfterEach
	void close() {
		this.nodes.forEach(Node::close);
	}

	@Test
	void whenNotConnectedThenAFrameConnectsAndArrives() {
		this.a.send(this.b, "hello");
		this.b.awaitFrames(1);
		assertThat(this.b.frames.get(0).peer()).isEqualTo(this.a.address);
		assertThat(this.b.texts()).containsExactly("hello");
		assertThat(this.a.statistics(this.b)).satisfies((link) -> {
			assertThat(link.connections()).isEqualTo(1);
			assertThat(link.byUs()).isTrue();
			assertThat(link.version()).isEqualTo(1);
			assertThat(link.framesSent()).isEqualTo(1);
			assertThat(link.bytesSent()).isEqualTo(5);
			assertThat(link.dropped()).isZero();
		});
	}

	@Test
	void whenThePeerConnectedThenItsConnectionIsUsed() {
		this.a.send(this.b, "from a");
		this.b.awaitFrames(1);
		this.b.send(this.a, "from b");
		this.a.awaitFrames(1);
		assertThat(this.a.frames.get(0).peer()).isEqualTo(this.b.address);
		assertThat(this.b.statistics(this.a)).satisfies((link) -> {
			assertThat(link.connections()).isEqualTo(1);
			assertThat(link.byUs()).isFalse();
		});
	}

	@Test
	void whenManyFramesAreSentBeforeAndAfterConnectingThenAllArriveInOrder() {
		List<String> texts = IntStream.range(0, 5000).mapToObj((i) -> "frame " + i).toList();
		texts.forEach((text) -> this.a.send(this.b, text));
		this.b.awaitFrames(texts.size());
		assertThat(this.b.texts()).isEqualTo(texts);
	}

	@Test
	void whenManyThreadsSendThenEachKeepsItsOrder() throws Exception {
		int each = 500; // fit into their lanes, also while there is no connection yet
		List<Thread> threads = IntStream.range(0, 4)
			.mapToObj((thread) -> new Thread(() -> IntStream.range(0, each)
				.forEach((i) -> this.a.send(this.b.address, (thread % 2 == 0) ? Lane.PAYLOAD : Lane.URGENT,
						thread + " " + i))))
			.toList();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		this.b.awaitFrames(4 * each);
		assertThat(this.a.statistics(this.b).dropped()).isZero();
		for (int thread = 0; thread < 4; thread++) {
			String prefix = thread + " ";
			assertThat(this.b.texts().stream().filter((text) -> text.startsWith(prefix)))
				.containsExactlyElementsOf(IntStream.range(0, each).mapToObj((i) -> prefix + i).toList());
		}
	}

	@Test
	void whenFramesHaveAnySizeUpToTheBoundThenTheyArriveWhole() {
		Random random = new Random(42);
		List<byte[]> contents = new ArrayList<>();
		for (int size : new int[] { 1, 3, 4, 5, 1023, 1024 * 1024, 2, 65_536, 1024 * 1024 - 1, 300_000, 7 }) {
			byte[] content = new byte[size];
			random.nextBytes(content);
			contents.add(content);
		}
		contents.forEach((content) -> this.a.send(this.b.address, Lane.PAYLOAD, content));
		this.b.awaitFrames(contents.size());
		assertThat(this.b.frames).extracting(Node.Frame::content).containsExactlyElementsOf(contents);
	}

	@Test
	void whenAFrameIsEmptyThenItArrives() {
		this.a.send(this.b, "");
		this.b.awaitFrames(1);
		assertThat(this.b.texts()).containsExactly("");
	}

	@Test
	void whenTheSameIsSentToManyThenAllGetIt() {
		Node c = start();
		OutboundFrame frame = OutboundFrame.of("one".getBytes());
		for (Node each : List.of(this.b, c)) {
			this.a.links.send(each.address, Lane.PAYLOAD, frame);
		}
		this.b.awaitFrames(1);
		c.awaitFrames(1);
		assertThat(this.b.texts()).isEqualTo(c.texts()).containsExactly("one");
	}

	@Test
	void whenAFrameIsNotLegalThenItIsRefused() {
		OutboundFrame tooLong = OutboundFrame.of(new byte[1024 * 1024 + 1]);
		assertThatIllegalArgumentException().isThrownBy(() -> this.a.links.send(this.b.address, Lane.PAYLOAD, tooLong))
			.withMessageContaining("too long");
		InetSocketAddress unresolved = InetSocketAddress.createUnresolved("b.example", 1);
		OutboundFrame good = OutboundFrame.of(new byte[4]);
		assertThatIllegalArgumentException().isThrownBy(() -> this.a.links.send(unresolved, Lane.PAYLOAD, good))
			.withMessageContaining("b.example");
	}

	@Test
	void whenAFrameCannotBeWrittenThenItIsCountedAndTheNextOnesArrive() {
		this.a.links.send(this.b.address, Lane.PAYLOAD, frame((out) -> {
			out.writeInt(1);
			throw new IOException("on purpose");
		}));
		this.a.links.send(this.b.address, Lane.PAYLOAD, frame((out) -> out.writeZero(1024 * 1024 + 1)));
		this.a.send(this.b, "next");
		this.b.awaitFrames(1);
		assertThat(this.b.texts()).containsExactly("next");
		assertThat(this.a.links.statistics()).singleElement().extracting(LinkStatistics::dropped).isEqualTo(2L);
	}

	private static OutboundFrame frame(Content content) {
		return new OutboundFrame() {

			@Override
			public int size() {
				return 1;
			}

			@Override
			public void writeTo(ByteBuf out) throws IOException {
				content.writeTo(out);
			}

		};
	}

	private interface Content {

		void writeTo(ByteBuf out) throws IOException;

	}

	@Test
	void whenNobodyListensThenThePeerIsAbsentAndFramesAreDropped() {
		Node gone = start();
		gone.close();
		this.a.send(gone, "one");
		Node.await("absent").until(() -> this.a.absent.contains(gone.address));
		assertThat(this.a.statistics(gone)).satisfies((link) -> {
			assertThat(link.dropped()).isEqualTo(1);
			assertThat(link.queuedFrames()).isZero();
			assertThat(link.connections()).isZero();
		});
		this.a.send(gone, "two");
		Node.await("absent again").until(() -> this.a.absent.size() == 2);
		assertThat(this.a.closed).isEmpty();
	}

	@Test
	void whenAPeerAnswersUnderAnotherAddressThenItIsTheSamePeer() throws Exception {
		Node wide = Node.bind();
		this.nodes.add(wide);
		InetSocketAddress elsewhere = new InetSocketAddress(InetAddress.getByName("127.0.0.2"), wide.address.getPort());
		wide.links.announce(elsewhere);
		this.a.send(wide.address, Lane.PAYLOAD, "one");
		wide.awaitFrames(1);
		wide.send(this.a, "two");
		this.a.awaitFrames(1);
		assertThat(this.a.frames.get(0).peer()).isEqualTo(elsewhere);
		this.a.send(elsewhere, Lane.PAYLOAD, "three");
		this.a.send(wide.address, Lane.PAYLOAD, "four");
		wide.awaitFrames(3);
		assertThat(wide.texts()).containsExactly("one", "three", "four");
		assertThat(this.a.statistics(elsewhere).connections()).isEqualTo(1);
		assertThat(wide.statistics(this.a).connections()).isEqualTo(1);
	}

	@Test
	void whenANodeSendsToItselfThenTheFrameArrives() {
		this.a.send(this.a, "to myself");
		this.a.awaitFrames(1);
		assertThat(this.a.frames.get(0).peer()).isEqualTo(this.a.address);
	}

	@Test
	void whenThePortIsTakenThenTheNextOneIsBound() throws Exception {
		try (Links other = new Links(Node.settings(), new LinkSecurity.Plain(), this.a)) {
			InetSocketAddress bound = other.bind(Node.LOOPBACK, this.b.address.getPort(), 100);
			assertThat(bound.getPort()).isGreaterThan(this.b.address.getPort());
		}
		try (Links other = new Links(Node.settings(), new LinkSecurity.Plain(), this.a)) {
			assertThatExceptionOfType(java.net.BindException.class)
				.isThrownBy(() -> other.bind(Node.LOOPBACK, this.b.address.getPort(), 0))
				.withMessageContaining(Integer.toString(this.b.address.getPort()));
		}
	}

	@Test
	void whenNothingIsAnnouncedThenSendingFails() {
		try (Node silent = Node.bind()) {
			assertThatIllegalStateException().isThrownBy(() -> silent.send(this.a, "early"))
				.withMessageContaining("announce()");
		}
	}

	@Test
	void whenConnectedThenTheRoundTripIsMeasured() {
		this.a.send(this.b, "hello");
		Node.await("a round trip").until(() -> this.a.statistics(this.b).roundTrip() != null);
		Node.await("a round trip").until(() -> this.b.statistics(this.a).roundTrip() != null);
	}

	@Test
	void whenAListenerThrowsThenLaterFramesArrive() {
		List<String> seen = new ArrayList<>();
		LinkListener failing = new ForwardingListener(this.a) {
			@Override
			public void frame(InetSocketAddress peer, ByteBuf frame) {
				super.frame(peer, frame);
				throw new IllegalStateException("as a test");
			}
		};
		try (Links links = new Links(Node.settings(), new LinkSecurity.Plain(), failing)) {
			InetSocketAddress address = bind(links);
			this.b.send(address, Lane.PAYLOAD, "one");
			this.b.send(address, Lane.PAYLOAD, "two");
			this.a.awaitFrames(2);
			seen.addAll(this.a.texts());
		}
		assertThat(seen).isEqualTo(Arrays.asList("one", "two"));
	}

	private static InetSocketAddress bind(Links links) {
		try {
			InetSocketAddress address = links.bind(Node.LOOPBACK, 0, 0);
			links.announce(address);
			return address;
		}
		catch (java.net.BindException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
