package dev.muster.discovery.multicast;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;

import dev.muster.discovery.PeerAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BeaconCodecTests {

	private static final BeaconCipher CIPHER = new BeaconCipher("open sesame");

	private final BeaconCodec plain = new BeaconCodec(null);

	private final BeaconCodec sealed = new BeaconCodec(CIPHER);

	private static Beacon beacon(String clusterName, String address) {
		return new Beacon(Beacon.Kind.ANNOUNCE, new UUID(1, 2), 3, 4, clusterName, PeerAddress.parse(address, 7800));
	}

	private static Random random() {
		long seed = System.nanoTime();
		System.out.println("Seed " + seed);
		return new Random(seed);
	}

	@Test
	void whenEncodedThenDecodesToTheSame() {
		Random random = random();
		for (int i = 0; i < 2000; i++) {
			byte[] address = new byte[random.nextBoolean() ? 4 : 16];
			random.nextBytes(address);
			address[0] = (byte) (1 + random.nextInt(100)); // neither multicast nor
															// link-local
			String host = (address.length == 4) ? (address[0] & 0xff) + "." + (address[1] & 0xff) + ".0.1"
					: (address[0] & 0xff) + ":0:0:0:0:0:0:" + Integer.toHexString(address[1] & 0xff);
			Beacon.Kind kind = Beacon.Kind.values()[random.nextInt(3)];
			boolean silent = kind == Beacon.Kind.QUERY && random.nextBoolean();
			Beacon beacon = new Beacon(kind, UUID.randomUUID(), random.nextLong(), random.nextLong(),
					"\u00e9\ud83d\ude00".repeat(1 + random.nextInt(60)),
					silent ? null : new PeerAddress(host, 1 + random.nextInt(65535)));
			for (BeaconCodec codec : new BeaconCodec[] { this.plain, this.sealed }) {
				byte[] datagram = codec.encode(beacon);
				assertThat(datagram).hasSizeLessThanOrEqualTo(BeaconCodec.MAX_SIZE);
				assertThat(codec.decode(datagram, null)).isEqualTo(beacon);
			}
		}
	}

	@Test
	void whenReleasesAreMixedThenTheFormatIsThis() {
		String golden = "4d53545201000100000000000000010000000000000002" + "00000000000000030000000000000004" + "1e78"
				+ "040a000001" + "000473686f70";
		assertThat(HexFormat.of().formatHex(this.plain.encode(beacon("shop", "10.0.0.1")))).isEqualTo(golden);
		byte[] later = HexFormat.of().parseHex(golden + "0badcafe");
		assertThat(this.plain.decode(later, null)).isEqualTo(beacon("shop", "10.0.0.1"));
	}

	@Test
	void whenReleasesAreMixedThenEachKindHasItsForm() {
		for (Beacon.Kind kind : Beacon.Kind.values()) {
			Beacon beacon = new Beacon(kind, new UUID(1, 2), 3, 4, "shop", PeerAddress.parse("10.0.0.1", 7800));
			assertThat(this.plain.encode(beacon)[6]).isEqualTo((byte) kind.ordinal());
		}
		assertThat(Beacon.Kind.values()).containsExactly(Beacon.Kind.QUERY, Beacon.Kind.ANNOUNCE, Beacon.Kind.GOODBYE);
		Beacon silent = new Beacon(Beacon.Kind.QUERY, new UUID(1, 2), 3, 4, "shop", null);
		assertThat(HexFormat.of().formatHex(this.plain.encode(silent)))
			.isEqualTo("4d53545201000000000000000000010000000000000002" + "00000000000000030000000000000004" + "0000"
					+ "00" + "000473686f70");
	}

	@Test
	void whenTheNameIsTooLongThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.plain.encode(beacon("x".repeat(500), "10.0.0.1")))
			.withMessageContaining("500 bytes")
			.withMessageContaining("multicast");
		assertThat(this.sealed.encode(beacon("x".repeat(400), "::1"))).hasSizeLessThanOrEqualTo(BeaconCodec.MAX_SIZE);
	}

	@Test
	void whenOneHasASecretAndTheOtherHasNotThenNeitherReadsTheOther() {
		Beacon beacon = beacon("shop", "10.0.0.1");
		assertThat(this.sealed.decode(this.plain.encode(beacon), null)).isEqualTo(Rejection.NOT_SEALED);
		assertThat(this.plain.decode(this.sealed.encode(beacon), null)).isEqualTo(Rejection.SEALED);
		BeaconCodec other = new BeaconCodec(new BeaconCipher("open barley"));
		assertThat(other.decode(this.sealed.encode(beacon), null)).isEqualTo(Rejection.NOT_AUTHENTIC);
	}

	@Test
	void whenSealedThenNothingShowsAndNoTwoDatagramsAreAlike() {
		byte[] one = this.sealed.encode(beacon("shop-of-secrets", "10.0.0.1"));
		byte[] two = this.sealed.encode(beacon("shop-of-secrets", "10.0.0.1"));
		assertThat(new String(one, java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotContain("secrets");
		assertThat(Arrays.copyOfRange(one, 6, 18)).isNotEqualTo(Arrays.copyOfRange(two, 6, 18));
	}

	@Test
	void whenAnyBitOfASealedDatagramIsChangedThenItIsRejected() {
		byte[] datagram = this.sealed.encode(beacon("shop", "10.0.0.1"));
		for (int bit = 0; bit < datagram.length * 8; bit++) {
			byte[] changed = datagram.clone();
			changed[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThat(this.sealed.decode(changed, null)).isInstanceOf(Rejection.class);
		}
		for (int length = 0; length < datagram.length; length++) {
			assertThat(this.sealed.decode(Arrays.copyOf(datagram, length), null)).isInstanceOf(Rejection.class);
		}
	}

	@Test
	void whenMutatedThenItIsABeaconWithinBoundsOrRejected() {
		Random random = random();
		byte[] good = this.plain.encode(beacon("shop", "10.0.0.1"));
		int beacons = 0;
		for (int i = 0; i < 200_000; i++) {
			byte[] datagram = Arrays.copyOf(good, random.nextInt(8) == 0 ? random.nextInt(600) : good.length);
			for (int j = random.nextInt(4); j > 0 && datagram.length > 0; j--) {
				datagram[random.nextInt(datagram.length)] = (byte) random.nextInt(256);
			}
			Decoded decoded = this.plain.decode(datagram, "eth0");
			if (decoded instanceof Beacon beacon) {
				beacons++;
				assertThat(beacon.clusterName().length()).isBetween(1, BeaconCodec.MAX_SIZE);
				assertThat(beacon.address() != null || beacon.kind() == Beacon.Kind.QUERY).isTrue();
			}
		}
		assertThat(beacons).isPositive();
	}

	@Test
	void whenRandomThenRejected() {
		Random random = random();
		for (int i = 0; i < 50_000; i++) {
			byte[] datagram = new byte[random.nextInt(BeaconCodec.MAX_SIZE + 2)];
			random.nextBytes(datagram);
			assertThat(this.plain.decode(datagram, null)).isEqualTo(Rejection.MALFORMED);
			assertThat(this.sealed.decode(datagram, null)).isEqualTo(Rejection.MALFORMED);
		}
	}

	@Test
	void whenOfAnotherVersionThenItIsToldApartFromGarbage() {
		byte[] datagram = this.plain.encode(beacon("shop", "10.0.0.1"));
		datagram[4] = 2;
		assertThat(this.plain.decode(datagram, null)).isEqualTo(Rejection.OTHER_VERSION);
		datagram[4] = 1;
		datagram[6] = 17;
		assertThat(this.plain.decode(datagram, null)).isEqualTo(Rejection.OTHER_VERSION);
	}

	@Test
	void whenTheAddressIsNoHostsThenMalformed() {
		assertThat(this.plain.decode(this.plain.encode(beacon("shop", "224.0.0.1")), null))
			.isEqualTo(Rejection.MALFORMED);
		assertThat(this.plain.decode(this.plain.encode(beacon("shop", "0.0.0.0")), null))
			.isEqualTo(Rejection.MALFORMED);
		assertThatIllegalArgumentException().isThrownBy(() -> this.plain.encode(beacon("shop", "host")));
	}

	@Test
	void whenTheAddressIsLinkLocalThenItGetsTheZoneOfTheReceiver() {
		Decoded decoded = this.plain.decode(this.plain.encode(beacon("shop", "[fe80::1]:7800")), "eth7");
		assertThat(decoded).isInstanceOfSatisfying(Beacon.class,
				(beacon) -> assertThat(String.valueOf(beacon.address())).endsWith("%eth7]:7800"));
	}

}
