package dev.muster.topic;

import java.util.Random;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link TopicPattern}, and random patterns for others.
 */
public class TopicPatternTests {

	@ParameterizedTest
	@CsvSource({ "*, a, true", "*, a.b, false", "**, a, true", "**, a.b:c/d, true", "a.*, a.b, true", "a.*, a, false",
			"a.*, a.b.c, false", "a.*, a:b, false", "a.*, b.b, false", "*.b, a.b, true", "*.b, a.c, false",
			"a.**, a, true", "a.**, a.b, true", "a.**, a.b/c, true", "a.**, ab, false", "a.**, a:b, false",
			"a.**, b, false", "*:**, a, true", "*:**, a:b, true", "*:**, a.b, false", "a.*.c, a.b.c, true",
			"a.*.c, a.b.d, false", "a.*.c, a.b, false", "*.*, a.b, true", "*.*, a, false", "a:*/**, a:b, true",
			"a:*/**, a:b/c.d, true", "a:*/**, a, false", "ab.*, a.b, false", "*.abc, x.ab, false" })
	void matching(String pattern, String topic, boolean matches) {
		assertThat(new TopicPattern(pattern).matches(topic)).isEqualTo(matches);
		assertThat(regex(pattern).matcher(topic).matches()).as("the oracle").isEqualTo(matches);
	}

	@Test
	void agreesWithARegularExpressionOnRandomTopics() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int i = 0; i < 50_000; i++) {
			String pattern = name(random, true);
			String topic = name(random, false);
			assertThat(new TopicPattern(pattern).matches(topic)).as("seed %d: %s on %s", seed, pattern, topic)
				.isEqualTo(regex(pattern).matcher(topic).matches());
		}
	}

	/**
	 * Make a random topic or pattern.
	 */
	public static String name(Random random, boolean wildcards) {
		StringBuilder name = new StringBuilder();
		int segments = 1 + random.nextInt(4);
		for (int i = 0; i < segments; i++) {
			if (i > 0) {
				name.append(".:".charAt(random.nextInt(2)));
			}
			if (wildcards && i == segments - 1 && random.nextInt(3) == 0) {
				name.append("**");
			}
			else if (wildcards && random.nextInt(3) == 0) {
				name.append('*');
			}
			else {
				name.append("ab".charAt(random.nextInt(2)));
			}
		}
		return name.toString();
	}

	/** A slower way to say the same. */
	public static Pattern regex(String pattern) {
		String regex = pattern.equals("**") ? ".+"
				: pattern.replaceAll("([.:/])\\*\\*$", "\u0001$1").replace(".", "\\.").replace("*", "[^.:/]+");
		int tail = regex.indexOf('\u0001');
		return Pattern
			.compile((tail < 0) ? regex : regex.substring(0, tail) + "(" + regex.substring(tail + 1) + ".+)?");
	}

}
