package dev.muster.autoconfigure.cloud.instances;

import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WebAddress}.
 */
class WebAddressTests {

	@Test
	void theFormOnTheWireIsFixed() {
		assertThat(HexFormat.of().formatHex(WebAddress.encode(new WebAddress("ab", 8080, true, 65535))))
			.isEqualTo("01" + "01" + "1f90" + "ffff" + "02" + "6162");
		assertThat(HexFormat.of().formatHex(WebAddress.encode(new WebAddress(null, 443, false, 0))))
			.isEqualTo("01" + "00" + "01bb" + "0000" + "00");
		assertThat(HexFormat.of().formatHex(WebAddress.encode(null))).isEqualTo("01" + "00" + "0000" + "0000" + "00");
	}

	@Test
	void whatIsEncodedIsDecoded() {
		for (WebAddress address : new WebAddress[] { new WebAddress("fd00::1", 1, true, 2),
				new WebAddress(null, 65535, false, 0) }) {
			assertThat(WebAddress.decode(WebAddress.encode(address))).isEqualTo(address);
		}
		assertThat(WebAddress.decode(WebAddress.encode(null))).isNull();
	}

	@Test
	void aLaterVersionMayAddToIt() {
		assertThat(WebAddress.decode(HexFormat.of().parseHex("02" + "03" + "1f90" + "0000" + "00" + "abcdef")))
			.isEqualTo(new WebAddress(null, 8080, true, 0));
	}

	@Test
	void whatIsNoneIsRefused() {
		for (String frame : new String[] { "", "01", "000000000000" + "00", "01001f9000000561", "01001f9000000120",
				"01001f900000012f" }) {
			assertThatIllegalArgumentException().as(frame)
				.isThrownBy(() -> WebAddress.decode(HexFormat.of().parseHex(frame)));
		}
	}

	@Test
	void whateverIsSentIsDecodedOrRefused() {
		long seed = System.nanoTime();
		System.out.println("Seed of random frames: " + seed);
		Random random = new Random(seed);
		for (int i = 0; i < 20_000; i++) {
			byte[] frame = new byte[random.nextInt(40)];
			random.nextBytes(frame);
			try {
				WebAddress address = WebAddress.decode(frame);
				assertThat(address == null || address.port() > 0).isTrue();
			}
			catch (IllegalArgumentException ex) {
				assertThat(ex).hasMessageContaining("web address");
			}
		}
	}

}
