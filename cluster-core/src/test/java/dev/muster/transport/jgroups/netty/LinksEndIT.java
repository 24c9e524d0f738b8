package dev.muster.transport.jgroups.netty;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import dev.muster.transport.jgroups.netty.LinkSettings.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how connections of {@link Links} end.
 */
@ExtendWith(BufferLeaks.class)
class LinksEndIT {

	private static final InetSocketAddress CLAIMED = new InetSocketAddress(Node.LOOPBACK, 9);

	private final Node a = Node.start();

	private final Node b = Node.start();

	@AfterEach
	void close() {
		this.a.close();
		this.b.close();
	}

	@Test
	void whenThePeersSocketEndsThenItIsTold() throws Exception {
		RawPeer peer = RawPeer.connect(this.a, CLAIMED);
		peer.frame(FrameType.DATA, new byte[] { 1 });
		this.a.awaitFrames(1);
		peer.close();
		Node.await("closed").until(() -> this.a.closed.contains(CLAIMED));
		assertThat(this.a.closed).hasSize(1);
	}

	@Test
	void whenThePeersProcessIsKilledThenItIsToldAtOnce() throws Exception {
		Process process = PeerProcess.start(this.a.address);
		try {
			this.a.awaitFrames(1);
			long before = System.nanoTime();
			process.destroyForcibly();
			Node.await("closed").until(() -> this.a.closed.size() == 1);
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
			assertThat(this.a.closed).containsExactly(this.a.frames.get(0).peer());
			this.a.send(this.a.closed.get(0), Lane.PAYLOAD, "anybody there?");
			Node.await("absent").until(() -> this.a.absent.equals(this.a.closed));
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void whenAConnectionIsResetAmidAFrameThenItIsToldAndOthersGoOn() throws Exception {
		this.b.send(this.a, "one");
		this.a.awaitFrames(1);
		RawPeer peer = RawPeer.connect(this.a, CLAIMED);
		peer.raw(ByteBuffer.allocate(5 + 50_000).putInt(100_001).put(FrameType.DATA).array());
		peer.reset();
		Node.await("closed").until(() -> this.a.closed.contains(CLAIMED));
		this.b.send(this.a, "two");
		this.a.awaitFrames(2);
		assertThat(this.a.texts()).containsExactly("one", "two");
	}

	@Test
	void whenAConnectionEndsThenTheNextFrameConnects() throws Exception {
		try (ServerSocket server = RawPeer.listen()) {
			this.a.send(RawPeer.address(server), Lane.PAYLOAD, "one");
			RawPeer first = RawPeer.accept(server);
			assertThat(first.readData()).asString().isEqualTo("one");
			first.reset();
			Node.await("closed").until(() -> this.a.closed.contains(RawPeer.address(server)));
			this.a.send(RawPeer.address(server), Lane.PAYLOAD, "two");
			try (RawPeer second = RawPeer.accept(server)) {
				assertThat(second.readData()).asString().isEqualTo("two");
			}
		}
	}

	@Test
	void whenWeDisconnectThenOnlyThePeerIsToldAndAnotherFrameConnects() {
		this.a.send(this.b, "one");
		this.b.awaitFrames(1);
		this.a.links.disconnect(this.b.address);
		Node.await("closed").until(() -> this.b.closed.contains(this.a.address));
		assertThat(this.a.statistics(this.b).connections()).isZero();
		this.a.send(this.b, "two");
		this.b.awaitFrames(2);
		assertThat(this.a.closed).isEmpty();
	}

	@Test
	void whenSomePeersAreRetainedThenTheOthersGetWhatWaitsAndAreClosed() {
		try (Node c = Node.start()) {
			this.a.send(this.b, "one");
			this.a.send(c, "one");
			this.b.awaitFrames(1);
			c.awaitFrames(1);
			IntStream.range(0, 500).forEach((i) -> this.a.send(c, "more"));
			this.a.links.retain((address) -> address.equals(this.b.address));
			c.awaitFrames(501);
			Node.await("closed").until(() -> c.closed.contains(this.a.address));
			assertThat(this.a.links.statistics()).extracting(LinkStatistics::peer).containsExactly(this.b.address);
			this.a.send(this.b, "two");
			this.b.awaitFrames(2);
			assertThat(this.b.closed).isEmpty();
			assertThat(this.a.closed).isEmpty();
			this.a.send(c, "again");
			c.awaitFrames(502);
		}
	}

	@Test
	void whenClosedThenWhatIsQueuedArrivesFirst() {
		this.a.send(this.b, "first");
		this.b.awaitFrames(1);
		List<String> texts = IntStream.range(0, 3000).mapToObj((i) -> "frame " + i).toList();
		texts.forEach((text) -> this.a.send(this.b, text));
		this.a.close();
		this.b.awaitFrames(3001);
		assertThat(this.b.texts().subList(1, 3001)).isEqualTo(texts);
		Node.await("closed").until(() -> this.b.closed.contains(this.a.address));
		assertThat(this.a.closed).isEmpty();
	}

	@Test
	void whenClosedThenFramesAreDroppedAndReleased() {
		this.a.close();
		this.a.send(this.b, "late");
		assertThat(this.a.links.totals().unsent()).isEqualTo(1);
		this.a.close();
	}

	@Test
	void whenAPeerIsGoneThenClosingDoesNotWaitForIt() throws Exception {
		RawPeer peer = RawPeer.connect(this.a, CLAIMED);
		peer.reset();
		Node.await("closed").until(() -> this.a.closed.contains(CLAIMED));
		this.a.send(CLAIMED, Lane.PAYLOAD, "nobody is there");
		long before = System.nanoTime();
		this.a.close();
		assertThat(Duration.ofNanos(System.nanoTime() - before))
			.isLessThan(Node.settings().timeouts().close().minusSeconds(2));
	}

	@Test
	void whenAPeerDoesNotReadThenClosingWaitsNoLongerThanTheTimeout() throws Exception {
		Timeouts timeouts = Node.settings().timeouts();
		LinkSettings settings = Node.settings()
			.withTimeouts(new Timeouts(timeouts.connect(), timeouts.handshake(), Duration.ofMillis(100),
					timeouts.minBackOff(), timeouts.maxBackOff()));
		try (Node impatient = Node.start(settings, new LinkSecurity.Plain()); ServerSocket server = RawPeer.listen()) {
			InetSocketAddress address = RawPeer.address(server);
			impatient.send(address, Lane.PAYLOAD, "one");
			try (RawPeer peer = RawPeer.accept(server)) {
				assertThat(peer.readData()).asString().isEqualTo("one");
				for (int i = 0; i < 500; i++) {
					impatient.send(address, Lane.PAYLOAD, new byte[100_000]);
				}
				long before = System.nanoTime();
				impatient.close();
				assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
				peer.awaitEnd();
			}
		}
	}

	// Netty's own groups start one that lives for a second after the last of its tasks
	@Test
	void whenClosedThenNoThreadKeepsTheProcessAlive() throws Exception {
		Process process = ClosingProcess.start();
		try (InputStream out = process.getInputStream()) {
			assertThat(new String(out.readAllBytes(), StandardCharsets.UTF_8))
				.contains("alive: " + System.lineSeparator());
			assertThat(process.waitFor()).isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

}
