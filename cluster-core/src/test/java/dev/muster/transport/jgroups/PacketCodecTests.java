package dev.muster.transport.jgroups;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import dev.muster.MemberId;
import dev.muster.transport.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PacketCodec}: the bytes as they are on the wire, and as they never
 * should be.
 */
class PacketCodecTests {

	private static final MemberId ID = new MemberId(0x0102030405060708L, 0x090a0b0c0d0e0f10L);

	private static final InetSocketAddress V4 = address("10.0.0.1", 7800);

	private static final InetSocketAddress V6 = address("fd00::1", 7801);

	private static final Hello HELLO = new Hello(1, 2, 5, "shop", "n1");

	@Test
	void aProbeOfAJoiningNodeKeepsItsForm() throws MalformedPacketException {
		Packet probe = new Packet.Probe(7, HELLO, PeerState.joining(ID, V4, true));
		assertGolden(probe, """
				4d55 01 01 00000007
				01 02 0000000000000005 0004 73686f70 0002 6e31
				0102030405060708090a0b0c0d0e0f10 04 0a000001 1e78 00 01""");
	}

	@Test
	void anAnswerOfAMemberKeepsItsForm() throws MalformedPacketException {
		PeerState state = new PeerState(ID, V4, Standing.MEMBER, true, V6, new MemberId(1, 2), 3, 4);
		assertGolden(new Packet.Answer(8, state, List.of(V4)), """
				4d55 01 02 00000008
				0102030405060708090a0b0c0d0e0f10 04 0a000001 1e78 02 01
				00000000000000010000000000000002 10 fd000000000000000000000000000001 1e79
				0000000000000003 00000004
				01 04 0a000001 1e78""");
	}

	@Test
	void aRefusalKeepsItsForm() throws MalformedPacketException {
		assertGolden(new Packet.Refused(9, Refusal.Reason.OTHER_CLUSTER), "4d55 01 03 00000009 00");
		assertGolden(new Packet.Refused(9, Refusal.Reason.OTHER_PROTOCOL), "4d55 01 03 00000009 01");
		assertGolden(new Packet.Refused(9, Refusal.Reason.DUPLICATE_NAME), "4d55 01 03 00000009 02");
		assertGolden(new Packet.Refused(9, Refusal.Reason.GARBAGE), "4d55 01 03 00000009 03");
		assertGolden(new Packet.Refused(9, Refusal.Reason.UNAUTHENTICATED), "4d55 01 03 00000009 04");
		assertGolden(new Packet.Refused(9, Refusal.Reason.UNENCRYPTED), "4d55 01 03 00000009 05");
		assertThat(Refusal.Reason.values()).as("each has a test above").hasSize(6);
	}

	@Test
	void eachStandingKeepsItsForm() throws MalformedPacketException {
		String probe = """
				4d55 01 01 00000007
				01 02 0000000000000005 0004 73686f70 0002 6e31
				0102030405060708090a0b0c0d0e0f10 04 0a000001 1e78 """;
		for (Standing standing : Standing.values()) {
			if (standing != Standing.MEMBER) {
				assertGolden(new Packet.Probe(7, HELLO, new PeerState(ID, V4, standing, false, null, null, 0, 0)),
						probe + "0" + standing.ordinal() + " 00");
			}
		}
		assertThat(Standing.values()).extracting(Standing::name).containsExactly("JOINING", "FOUNDING", "MEMBER");
	}

	@Test
	void whatALaterVersionAppendsIsIgnored() throws MalformedPacketException {
		assertThat(decode("4d55 01 03 00000009 01 0badcafe"))
			.isEqualTo(new Packet.Refused(9, Refusal.Reason.OTHER_PROTOCOL));
	}

	@Test
	void whatALaterVersionSendsIsIgnored() throws MalformedPacketException {
		assertThat(decode("4d55 02 01 00000007")).as("another format").isNull();
		assertThat(decode("4d55 01 04 00000007")).as("another type").isNull();
	}

	static List<String> malformed() {
		return List.of("4d56 01 01 00000007", "4d55 01", "4d55 01 01 00000007 01", // cut
																					// short
				"4d55 01 01 00000007 01 02 0000000000000005 7fff 73", // a name too long
				"4d55 01 01 00000007 01 02 0000000000000005 ffff 73", // a negative length
				"4d55 01 02 00000008 0102030405060708090a0b0c0d0e0f10 05 0a00000100 1e78 00 01 00", // address
				"4d55 01 02 00000008 0102030405060708090a0b0c0d0e0f10 04 0a000001 1e78 07 01 00", // standing
				"4d55 01 02 00000008 0102030405060708090a0b0c0d0e0f10 04 0a000001 1e78 00 01 7f", // count
				"4d55 01 03 00000009 63"); // reason
	}

	@ParameterizedTest
	@MethodSource("malformed")
	void whatBreaksTheFormIsRefused(String hex) {
		assertThatExceptionOfType(MalformedPacketException.class).isThrownBy(() -> decode(hex));
	}

	@Test
	void aPacketAboveTheLimitIsNotLookedAt() {
		assertThatExceptionOfType(MalformedPacketException.class)
			.isThrownBy(() -> PacketCodec.decode(ByteBuffer.allocate(PacketCodec.MAX_PACKET + 1)))
			.withMessageContaining("4097 bytes");
	}

	@Test
	void theLargestAnswerIsBelowTheLimit() {
		PeerState state = new PeerState(ID, V6, Standing.MEMBER, true, V6, ID, 3, 4);
		byte[] bytes = PacketCodec
			.encode(new Packet.Answer(1, state, Collections.nCopies(Packet.Answer.MAX_JOINING, V6)));
		assertThat(bytes).hasSizeLessThan(PacketCodec.MAX_PACKET);
	}

	@Test
	void whateverComesIsDecodedOrRefused() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		byte[][] valid = { PacketCodec.encode(new Packet.Probe(7, HELLO, PeerState.joining(ID, V4, true))),
				PacketCodec.encode(new Packet.Answer(8, new PeerState(ID, V4, Standing.MEMBER, true, V6, ID, 3, 4),
						List.of(V4, V6))) };
		int refused = 0;
		for (int i = 0; i < 200_000; i++) {
			byte[] bytes;
			if (i % 2 == 0) {
				bytes = new byte[random.nextInt(80)];
				random.nextBytes(bytes);
				ByteBuffer.wrap(bytes)
					.put(new byte[] { 'M', 'U', 1, (byte) (1 + i % 3) }, 0, Math.min(4, bytes.length));
			}
			else {
				bytes = valid[random.nextInt(valid.length)].clone();
				for (int j = 0; j <= random.nextInt(3); j++) {
					bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
				}
			}
			try {
				PacketCodec.decode(ByteBuffer.wrap(bytes));
			}
			catch (MalformedPacketException ex) {
				refused++;
			}
			catch (RuntimeException ex) {
				throw new AssertionError("seed " + seed + ", input " + HexFormat.of().formatHex(bytes), ex);
			}
		}
		assertThat(refused).as("refused with seed %d", seed).isBetween(50_000, 200_000);
	}

	private static void assertGolden(Packet packet, String hex) throws MalformedPacketException {
		byte[] bytes = bytes(hex);
		assertThat(PacketCodec.encode(packet)).asHexString().isEqualTo(HexFormat.of().withUpperCase().formatHex(bytes));
		assertThat(PacketCodec.decode(ByteBuffer.wrap(bytes))).isEqualTo(packet);
	}

	private static @Nullable Packet decode(String hex) throws MalformedPacketException {
		return PacketCodec.decode(ByteBuffer.wrap(bytes(hex)));
	}

	private static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
	}

	private static InetSocketAddress address(String host, int port) {
		try {
			return new InetSocketAddress(InetAddress.getByName(host), port);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(host, ex);
		}
	}

}
