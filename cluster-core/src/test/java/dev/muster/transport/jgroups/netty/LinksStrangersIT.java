package dev.muster.transport.jgroups.netty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import dev.muster.transport.LinkTotals;
import dev.muster.transport.Refusal.Reason;
import dev.muster.transport.jgroups.netty.LinkSettings.Bounds;
import dev.muster.transport.jgroups.netty.LinkSettings.Protocol;
import dev.muster.transport.jgroups.netty.LinkSettings.Timeouts;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Links} with those who are no peers, or behave as none.
 */
@ExtendWith(BufferLeaks.class)
class LinksStrangersIT {

	private static final InetSocketAddress CLAIMED = new InetSocketAddress(Node.LOOPBACK, 9);

	private static final int FLOOD = 10_000;

	private static final int OPEN_STRANGERS = 500;

	private static final long FLOOD_MEMORY = 32 * 1024 * 1024;

	private final Node a = Node.start();

	@AfterEach
	void close() {
		this.a.close();
	}

	private void aPeerGetsThrough() {
		try (Node peer = Node.start()) {
			int before = this.a.frames.size();
			peer.send(this.a, "from a peer");
			this.a.awaitFrames(before + 1);
		}
	}

	@Test
	void whenTenThousandConnectAndSayNothingThenFewAreKeptAndAPeerGetsIn() throws Exception {
		Queue<RawPeer> open = new ArrayDeque<>();
		long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
		try (Node peer = Node.start()) {
			FutureTask<Integer> flood = new FutureTask<>(() -> {
				for (int i = 0; i < FLOOD; i++) {
					open.add(RawPeer.stranger(this.a));
					if (open.size() > OPEN_STRANGERS) {
						open.remove().close(); // so that this process does not run out of
												// them
					}
				}
				return FLOOD;
			});
			new Thread(flood, "flood").start();
			Node.await("a peer gets in").until(() -> {
				peer.send(this.a, "let me in"); // one that is pushed out tries again
				return !this.a.frames.isEmpty();
			});
			assertThat(flood.get(120, TimeUnit.SECONDS)).isEqualTo(FLOOD);
			Node.await("the others are pushed out").until(() -> {
				LinkTotals totals = this.a.links.totals();
				return totals.pushedOut() + totals.brokenOff() >= FLOOD - Bounds.defaults().halfOpenPerHost();
			});
			assertThat(this.a.links.totals().halfOpen()).isLessThanOrEqualTo(Bounds.defaults().halfOpenPerHost());
			assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before).as("memory that they cost")
				.isLessThan(FLOOD_MEMORY);
			peer.send(this.a, "after the flood");
			Node.await("it goes on").until(() -> this.a.texts().contains("after the flood"));
			open.remove().awaitEnd();
		}
		finally {
			for (RawPeer each : open) {
				each.close();
			}
		}
		Node.await("all are forgotten").until(() -> this.a.links.totals().halfOpen() == 0);
		assertThat(this.a.invalid).isEmpty();
	}

	@Test
	void whenTheHandshakeTakesTooLongThenTheConnectionIsClosed() throws Exception {
		Timeouts timeouts = Node.settings().timeouts();
		LinkSettings settings = Node.settings()
			.withTimeouts(new Timeouts(timeouts.connect(), Duration.ofMillis(500), timeouts.close(),
					timeouts.minBackOff(), timeouts.maxBackOff()));
		try (Node hasty = Node.start(settings, new LinkSecurity.Plain()); RawPeer loris = RawPeer.stranger(hasty)) {
			loris.raw(new byte[] { 0, 0, 0, 100 });
			Node.await("closed").until(() -> {
				try {
					loris.raw(new byte[] { 'M' });
					return false;
				}
				catch (IOException ex) {
					return true;
				}
			});
			assertThat(hasty.links.totals().timedOut()).isEqualTo(1);
			assertThat(hasty.links.totals().halfOpen()).isZero();
		}
	}

	@Test
	void whenGarbageComesThenItIsCountedAndTheConnectionClosed() throws Exception {
		long seed = System.nanoTime();
		System.out.println("LinksStrangersIT seed " + seed);
		Random random = new Random(seed);
		for (int i = 0; i < 200; i++) {
			try (RawPeer stranger = RawPeer.stranger(this.a)) {
				byte[] garbage = new byte[1 + random.nextInt(2000)];
				random.nextBytes(garbage);
				if (i % 4 == 0 && garbage.length >= 4) {
					ByteBuffer.wrap(garbage).putInt(garbage.length % 512);
				}
				stranger.raw(garbage);
			}
			catch (IOException ex) {
				continue; // closed before all was written
			}
		}
		Node.await("all are counted").untilAsserted(() -> {
			LinkTotals totals = this.a.links.totals();
			assertThat(totals.invalid() + totals.brokenOff() + totals.pushedOut()).as("%s", totals).isEqualTo(200);
		});
		assertThat(this.a.links.totals().invalid()).isGreaterThan(100).isEqualTo(this.a.invalid.size());
		aPeerGetsThrough();
	}

	@Test
	void whenHttpComesThenItIsInvalid() throws Exception {
		try (RawPeer stranger = RawPeer.stranger(this.a)) {
			stranger.raw("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			stranger.awaitEnd();
		}
		assertThat(this.a.invalid).singleElement().asString().startsWith("127.0.0.1: a frame of");
	}

	@Test
	void whenAPeerClaimsAFrameThatIsTooLongThenItIsInvalidAndClosed() throws Exception {
		for (int length : new int[] { 1024 * 1024 + 2, Integer.MAX_VALUE, -1, 0 }) {
			this.a.closed.clear();
			this.a.invalid.clear();
			try (RawPeer peer = RawPeer.connect(this.a, CLAIMED)) {
				peer.raw(ByteBuffer.allocate(4).putInt(length).array());
				peer.awaitEnd();
			}
			Node.await("closed").until(() -> this.a.closed.contains(CLAIMED));
			assertThat(this.a.invalid).hasSize(1);
		}
		aPeerGetsThrough();
	}

	@Test
	void whenAFrameHasAnUnknownTypeThenItIsSkippedAndCounted() throws Exception {
		try (RawPeer peer = RawPeer.connect(this.a, CLAIMED)) {
			peer.frame(99, new byte[] { 1, 2, 3 });
			peer.frame(FrameType.PING, new byte[3]);
			peer.frame(FrameType.PONG, new byte[0]);
			peer.frame(FrameType.RENEW, new byte[0]);
			peer.frame(FrameType.DATA, "known".getBytes(StandardCharsets.US_ASCII));
			this.a.awaitFrames(1);
			assertThat(this.a.texts()).containsExactly("known");
			assertThat(this.a.links.totals().unknown()).isEqualTo(1);
			assertThat(this.a.unknown).hasValue(1);
			assertThat(this.a.invalid).isEmpty();
		}
	}

	@Test
	void whenTheClusterHasAnotherNameThenBothAreTold() {
		try (Node other = Node.start(Node.settings("other"), new LinkSecurity.Plain())) {
			other.send(this.a, "hello");
			assertRefused(other, Reason.OTHER_CLUSTER);
		}
	}

	@Test
	void whenThereIsNoVersionInCommonThenBothAreTold() {
		LinkSettings later = LinkSettings.defaults(new Protocol("test", 2, 3, 0));
		try (Node other = Node.start(later, new LinkSecurity.Plain())) {
			other.send(this.a, "hello");
			assertRefused(other, Reason.OTHER_PROTOCOL);
		}
	}

	private void assertRefused(Node other, Reason reason) {
		Node.await("refused").until(() -> !other.refused.isEmpty() && !this.a.refused.isEmpty());
		assertThat(other.refused).singleElement().satisfies((refused) -> {
			assertThat(refused.peer()).isEqualTo(this.a.address);
			assertThat(refused.reason()).isEqualTo(reason);
			assertThat(refused.byUs()).isFalse();
		});
		assertThat(this.a.refused).singleElement().satisfies((refused) -> {
			assertThat(refused.peer()).isEqualTo(new InetSocketAddress(Node.LOOPBACK, 0));
			assertThat(refused.reason()).isEqualTo(reason);
			assertThat(refused.byUs()).isTrue();
		});
		assertThat(this.a.links.totals().refusedByUs()).containsEntry(reason, 1L);
		assertThat(other.links.totals().refusedByPeer()).containsEntry(reason, 1L);
		Node.await("dropped").until(() -> other.statistics(this.a).dropped() == 1);
		assertThat(other.absent).isEmpty();
		assertThat(this.a.frames).isEmpty();
	}

	@Test
	void whenThereAreTooManyPeersThenNoMoreGetInUntilOneIsGone() throws Exception {
		Bounds all = Bounds.defaults();
		LinkSettings settings = Node.settings()
			.withBounds(new Bounds(all.maxFrame(), all.urgent(), all.payload(), all.lowWaterMark(), all.highWaterMark(),
					all.halfOpen(), all.halfOpenPerHost(), 2));
		try (Node small = Node.start(settings, new LinkSecurity.Plain());
				RawPeer one = RawPeer.connect(small, CLAIMED);
				RawPeer two = RawPeer.connect(small, new InetSocketAddress(Node.LOOPBACK, 10))) {
			one.frame(FrameType.DATA, new byte[1]);
			two.frame(FrameType.DATA, new byte[1]);
			small.awaitFrames(2);
			this.a.send(small, "let me in");
			Node.await("refused").until(() -> small.links.totals().noRoom() > 0);
			small.send(this.a, "nor can I send");
			assertThat(small.links.totals().unsent()).isEqualTo(1);
			two.close();
			Node.await("closed").until(() -> !small.closed.isEmpty());
			Node.await("there is room").until(() -> {
				this.a.send(small, "now?");
				return small.frames.size() > 2;
			});
		}
	}

}
