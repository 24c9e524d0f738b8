package dev.muster.transport.jgroups.netty;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

import dev.muster.transport.jgroups.netty.LinkSettings.Bounds;
import dev.muster.transport.jgroups.netty.LinkSettings.LaneBound;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Links} with a peer that has stopped reading.
 */
@ExtendWith(BufferLeaks.class)
@Timeout(120)
class LinksSlowPeerIT {

	private static final int SIZE = 10_000;

	private final Node a = Node.start(
			Node.settings()
				.withBounds(Bounds.defaults().withLanes(new LaneBound(20, 1_000_000), new LaneBound(400, 4_000_000))),
			new LinkSecurity.Plain());

	private ServerSocket server;

	private InetSocketAddress address;

	private RawPeer slow;

	@BeforeEach
	void connect() throws Exception {
		this.server = RawPeer.listen();
		this.address = RawPeer.address(this.server);
		this.a.send(this.address, Lane.PAYLOAD, "first");
		this.slow = RawPeer.accept(this.server);
		assertThat(this.slow.readData()).asString().isEqualTo("first");
	}

	@AfterEach
	void close() throws Exception {
		this.slow.reset();
		this.server.close();
		this.a.close();
	}

	@Test
	void whenAPeerStopsReadingThenMemoryIsBoundedDropsAreCountedAndOthersGoOn() {
		try (Node good = Node.start()) {
			int total = 0;
			for (int round = 0; round < 100; round++) {
				for (int i = 0; i < 50; i++) {
					this.a.send(this.address, Lane.PAYLOAD, new byte[SIZE]);
					this.a.send(good.address, Lane.PAYLOAD, new byte[SIZE]);
					total++;
				}
				good.awaitFrames(total);
			}
			LinkStatistics link = this.a.statistics(this.address);
			assertThat(link.queuedFrames()).isLessThanOrEqualTo(400);
			assertThat(link.queuedBytes()).isLessThanOrEqualTo(4_000_000);
			assertThat(link.dropped()).isPositive();
			assertThat(link.framesSent() + link.queuedFrames() + link.dropped()).isEqualTo(total + 1);
			assertThat(this.a.statistics(good).dropped()).isZero();
			assertThat(this.a.closed).isEmpty();
		}
	}

	@Test
	void whenPayloadWaitsThenUrgentFramesOvertakeIt() throws Exception {
		int payload = 0;
		while (this.a.statistics(this.address).dropped() == 0) {
			byte[] content = new byte[SIZE];
			content[0] = 1;
			this.a.send(this.address, Lane.PAYLOAD, content);
			payload++;
		}
		long dropped = this.a.statistics(this.address).dropped();
		this.a.send(this.address, Lane.URGENT, new byte[] { 2 });
		this.a.send(this.address, Lane.URGENT, new byte[] { 3 });
		List<Byte> kinds = new ArrayList<>();
		while (kinds.size() < payload - dropped + 2) {
			kinds.add(this.slow.readData()[0]);
		}
		int urgent = kinds.indexOf((byte) 2);
		assertThat(kinds.get(urgent + 1)).isEqualTo((byte) 3);
		// The queue was full, and next to nothing left it before the urgent ones
		assertThat(kinds.size() - urgent).isGreaterThan(300);
	}

	@Test
	void whenAPeerReadsAgainThenAllThatWaitedArrivesInOrder() throws Exception {
		int sent = 0;
		while (this.a.statistics(this.address).queuedFrames() < 100) {
			this.a.send(this.address, Lane.PAYLOAD, (sent++ + " ").repeat(1000));
		}
		for (int i = 0; i < sent; i++) {
			assertThat(this.slow.readData()).asString().startsWith(i + " ");
		}
		assertThat(this.a.statistics(this.address).dropped()).isZero();
	}

	@Test
	void whenAPeerThatDoesNotReadIsDisconnectedThenItIsClosedAtOnce() {
		while (this.a.statistics(this.address).dropped() == 0) {
			this.a.send(this.address, Lane.PAYLOAD, new byte[SIZE]);
		}
		this.a.links.disconnect(this.address);
		assertThat(this.a.statistics(this.address)).satisfies((link) -> {
			assertThat(link.connections()).isZero();
			assertThat(link.queuedFrames()).isZero();
		});
		this.slow.awaitEnd();
	}

}
