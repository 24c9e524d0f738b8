package dev.muster.transport.jgroups.netty;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import dev.muster.transport.jgroups.netty.LinkSettings.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bytes of each frame on a connection, and how another version of them is met.
 */
@ExtendWith(BufferLeaks.class)
class LinksWireIT {

	private static final InetSocketAddress CLAIMED = new InetSocketAddress(Node.LOOPBACK, 9);

	@Test
	void theBytesOfEachFrameAreThese() throws Exception {
		try (Node node = Node.start(); RawPeer peer = RawPeer.connect(node, CLAIMED)) {
			assertThat(next(peer, "03")).as("PING").hasSize(2 * (1 + Long.BYTES));
			peer.write(hex("03 0102030405060708")); // and is answered
			assertThat(next(peer, "04")).as("PONG").isEqualTo("040102030405060708");
			node.send(CLAIMED, Lane.PAYLOAD, hex("cafe"));
			assertThat(next(peer, "00")).as("DATA").isEqualTo("00cafe");
			peer.write(hex("00 babe"));
			node.awaitFrames(1);
			assertThat(node.frames.get(0)).satisfies((frame) -> {
				assertThat(frame.peer()).isEqualTo(CLAIMED);
				assertThat(frame.content()).isEqualTo(hex("babe"));
			});
			node.links.rotate(); // it did not connect, so it asks who did
			assertThat(next(peer, "02")).as("RENEW").isEqualTo("02");
			node.links.retain((address) -> false);
			assertThat(next(peer, "01")).as("END").isEqualTo("01");
		}
	}

	@Test
	void whenThePeerHasALaterVersionThenTheHighestInCommonIsSpoken() {
		long features = 0b1010;
		try (Node old = Node.start();
				Node later = Node.start(new LinkSettings(new Protocol("test", 1, 3, features), Node.settings().bounds(),
						Node.settings().timeouts()), new LinkSecurity.Plain())) {
			later.send(old, "from a later build");
			old.awaitFrames(1);
			old.send(later, "from an older build");
			later.awaitFrames(1);
			assertThat(old.statistics(later)).satisfies((link) -> {
				assertThat(link.version()).isEqualTo(1);
				assertThat(link.features()).isEqualTo(features);
			});
			assertThat(later.statistics(old)).satisfies((link) -> {
				assertThat(link.version()).isEqualTo(1);
				assertThat(link.features()).isZero();
			});
		}
	}

	@Test
	void whenALaterBuildSendsWhatThisOneDoesNotKnowThenTheRestArrives() throws Exception {
		try (ServerSocket server = RawPeer.listen(); Node node = Node.start()) {
			node.send(RawPeer.address(server), Lane.PAYLOAD, "hello");
			try (RawPeer later = RawPeer.accept(server)) {
				for (int type : List.of(5, 0x7f, 0x80, 0xff)) {
					later.frame(type, hex("00112233"));
				}
				later.write(hex("00 01"));
				node.awaitFrames(1);
				assertThat(node.links.totals().unknown()).isEqualTo(4);
				assertThat(node.invalid).isEmpty();
			}
		}
	}

	// Pings come at their own times
	private static String next(RawPeer peer, String type) throws Exception {
		Set<String> passedOver = Set.of("03", "04");
		while (true) {
			String frame = HexFormat.of().formatHex(peer.read());
			if (frame.startsWith(type)) {
				return frame;
			}
			assertThat(passedOver).as(frame).contains(frame.substring(0, 2));
		}
	}

	private static byte[] hex(String text) {
		return HexFormat.of().parseHex(text.replace(" ", ""));
	}

}
