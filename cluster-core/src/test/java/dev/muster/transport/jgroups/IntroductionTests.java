package dev.muster.transport.jgroups;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.transport.ProtocolVersions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Introduction}.
 */
class IntroductionTests {

	private final Member member = new Member(new MemberId(1, 2), "n1", "10.0.0.1", 7800, Map.of("zone", "a"));

	@Test
	void itKeepsItsForm() throws MalformedPacketException {
		String hex = "01 01 01 0000000000000000 0002 6e31 0008 31302e302e302e31 1e78 0001 0004 7a6f6e65 0001 61";
		byte[] golden = HexFormat.of().parseHex(hex.replace(" ", ""));
		assertThat(Introduction.encode(this.member)).isEqualTo(golden);
		Introduction.Introduced decoded = Introduction.decode(this.member.id(), golden);
		assertThat(decoded.member()).usingRecursiveComparison().isEqualTo(this.member);
		assertThat(decoded.versions()).isEqualTo(new ProtocolVersions(1, 1));
	}

	@Test
	void whatElseIsSaidOnItsChannelIsOneByteThatStays() {
		assertThat(Introduction.INTRODUCTION).isEqualTo((byte) 1);
		assertThat(Introduction.GOODBYE).isEqualTo((byte) 2);
		assertThat(Introduction.GOODBYE_HEARD).isEqualTo((byte) 3);
		assertThat(Introduction.INTRODUCE_YOURSELF).isEqualTo((byte) 4);
	}

	@Test
	void whatALaterVersionAppendsIsIgnored() throws MalformedPacketException {
		byte[] valid = Introduction.encode(this.member);
		byte[] later = Arrays.copyOf(valid, valid.length + 5);
		assertThat(Introduction.decode(this.member.id(), later).member()).usingRecursiveComparison()
			.isEqualTo(this.member);
	}

	@Test
	void itKeepsTheVersionsThatTheMemberSpeaks() throws MalformedPacketException {
		byte[] later = Introduction.encode(this.member);
		later[1] = 2;
		later[2] = (byte) 200;
		assertThat(Introduction.decode(this.member.id(), later).versions()).isEqualTo(new ProtocolVersions(2, 200));
	}

	@Test
	void whateverComesIsDecodedOrRefused() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		byte[] valid = Introduction.encode(this.member);
		for (int i = 0; i < 100_000; i++) {
			byte[] bytes = valid.clone();
			bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
			bytes = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
			try {
				Introduction.decode(this.member.id(), bytes);
			}
			catch (MalformedPacketException ex) {
				assertThat(ex).hasMessageContaining("introduction");
			}
			catch (RuntimeException ex) {
				throw new AssertionError("seed " + seed + ", input " + HexFormat.of().formatHex(bytes), ex);
			}
		}
	}

	@Test
	void anIntroductionAboveTheLimitIsNotLookedAt() {
		assertThatExceptionOfType(MalformedPacketException.class)
			.isThrownBy(() -> Introduction.decode(this.member.id(), new byte[Introduction.MAX_SIZE + 1]));
	}

	@Test
	void namesAndMetadataAreBounded() {
		assertThatIllegalArgumentException().isThrownBy(() -> Introduction.checkName("muster.node-name", " "))
			.withMessageContaining("muster.node-name");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Introduction.checkName("muster.cluster-name", "x".repeat(256)))
			.withMessageContaining("255 bytes");
		assertThatIllegalArgumentException().isThrownBy(() -> Introduction.checkMetadata(Map.of("k", "v".repeat(5000))))
			.withMessageContaining("muster.metadata");
		Map<String, String> largest = Map.of("k", "v".repeat(4090));
		assertThat(Introduction.checkMetadata(largest)).isEqualTo(largest);
	}

}
