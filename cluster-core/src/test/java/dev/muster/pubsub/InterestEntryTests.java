package dev.muster.pubsub;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bytes of what a member wants. A change here is a change of the wire.
 */
class InterestEntryTests {

	@Test
	void eachKindHasItsBytes() {
		assertEncoded(Interest.subscriber("b.*"), "00 03622e2a");
		assertEncoded(Interest.groupMember("g", "a"), "01 0161 0167");
		assertEncoded(Interest.responder("a"), "02 0161");
	}

	@Test
	void theLongestPatternAndGroupFit() {
		String pattern = "\u00fc".repeat(127);
		String group = "g".repeat(SubscriptionOptions.MAX_GROUP_BYTES);
		assertThat(InterestEntry.encode(Interest.groupMember(group, pattern)))
			.hasSizeLessThanOrEqualTo(InterestEntry.MAX_BODY);
	}

	@Test
	void whatALaterVersionAppendsIsIgnored() {
		assertThat(decode("00" + "0161" + "0707")).isEqualTo(Interest.subscriber("a"));
	}

	@ParameterizedTest
	@CsvSource({ "nothing, ''", "an unknown kind, 4d0161", "no pattern, 00", "a pattern that is none, 000120",
			"a pattern longer than the bytes, 000961", "a group without a name, 01016100", "no group, 010161",
			"a group with a control character, 0101610101" })
	void whatMakesNoSenseMeansNothing(String what, String hex) {
		assertThat(decode(hex)).as(what).isNull();
	}

	@Test
	void whateverTheBytesNothingIsThrown() {
		long seed = Long.getLong("muster.seed", System.nanoTime());
		Random random = new Random(seed);
		byte[] good = InterestEntry.encode(Interest.groupMember("group", "a.b.*"));
		int meaningless = 0;
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length + 1));
			if (bytes.length > 0) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			}
			meaningless += (new InterestEntry(1, bytes).interest() == null) ? 1 : 0;
		}
		assertThat(meaningless).as("seed %d", seed).isPositive();
	}

	private static void assertEncoded(Interest interest, String hex) {
		byte[] bytes = InterestEntry.encode(interest);
		assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(hex.replace(" ", ""));
		assertThat(new InterestEntry(1, bytes).interest()).isEqualTo(interest);
	}

	private static @Nullable Interest decode(String hex) {
		return new InterestEntry(1, HexFormat.of().parseHex(hex)).interest();
	}

}
