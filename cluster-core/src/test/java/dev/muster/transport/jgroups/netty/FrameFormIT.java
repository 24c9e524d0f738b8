package dev.muster.transport.jgroups.netty;

import java.net.InetSocketAddress;
import java.util.HexFormat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bytes of frames as they are on a connection, once it is open.
 */
@ExtendWith(BufferLeaks.class)
class FrameFormIT {

	private static final InetSocketAddress CLAIMED = new InetSocketAddress(Node.LOOPBACK, 9);

	private static final HexFormat HEX = HexFormat.of();

	private final Node node = Node.start();

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void framesThatCome() throws Exception {
		try (RawPeer peer = RawPeer.connect(this.node, CLAIMED)) {
			assertThat(peer.read()).as("a ping, and a time").hasSize(9).startsWith(3);
			peer.raw(HEX.parseHex("00000003" + "00" + "0102"));
			this.node.awaitFrames(1);
			assertThat(this.node.frames.get(0).content()).isEqualTo(HEX.parseHex("0102"));
			peer.raw(HEX.parseHex("00000009" + "03" + "0102030405060708"));
			assertThat(HEX.formatHex(peer.read())).as("a pong").isEqualTo("04" + "0102030405060708");
			peer.raw(HEX.parseHex("00000001" + "01"));
			assertThat(HEX.formatHex(peer.read())).as("an end is answered by another").isEqualTo("01");
		}
	}

	@Test
	void framesThatGo() throws Exception {
		try (RawPeer peer = RawPeer.connect(this.node, CLAIMED)) {
			assertThat(peer.read()).as("a ping, and a time").hasSize(9).startsWith(3);
			this.node.send(CLAIMED, Lane.PAYLOAD, "ab");
			assertThat(HEX.formatHex(peer.read())).as("data").isEqualTo("00" + "6162");
			this.node.links.rotate();
			assertThat(HEX.formatHex(peer.read())).as("who connected is to renew").isEqualTo("02");
		}
	}

}
