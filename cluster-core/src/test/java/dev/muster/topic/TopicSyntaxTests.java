package dev.muster.topic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TopicSyntaxTests {

	@ParameterizedTest
	@ValueSource(
			strings = { "a", "orders.created", "cache:invalidate", "a/b/c", "a.b:c/d", "übung.日本.😀", "a-b_c{1}#?$" })
	void topics(String topic) {
		assertThatCode(() -> TopicSyntax.requireTopic(topic)).doesNotThrowAnyException();
		assertThatCode(() -> TopicSyntax.requirePattern(topic)).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "**", "a.*", "*.b", "a.*.c", "a:**", "*/*/**" })
	void patterns(String pattern) {
		assertThatCode(() -> TopicSyntax.requirePattern(pattern)).doesNotThrowAnyException();
		assertThatIllegalArgumentException().isThrownBy(() -> TopicSyntax.requireTopic(pattern))
			.withMessageContaining("is for patterns");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "a.", ".a", "a..b", "a./b", "a b", " a", "a\tb", "a\nb", "a\u0000", "a\u007f",
			"a\u0085", "a\u00a0b", "a\u2028b", "\ud800", "a\udc00b", "a\ud83d" })
	void neither(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicSyntax.requireTopic(text));
		assertThatIllegalArgumentException().isThrownBy(() -> TopicSyntax.requirePattern(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a*", "*a", "a.b*", "***", "**.a", "a.**.b", "a.*b.c", "**a" })
	void wildcardsStandForWholeSegmentsAndTheTailForTheLast(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicSyntax.requirePattern(pattern));
	}

	@Test
	void lengthIsBoundedInUtf8() {
		assertThat(TopicSyntax.problem("a".repeat(255), false)).isNull();
		assertThat(TopicSyntax.problem("a".repeat(256), false)).contains("255");
		assertThat(TopicSyntax.problem("ü".repeat(127), false)).isNull();
		assertThat(TopicSyntax.problem("ü".repeat(128), false)).contains("255");
		assertThat(TopicSyntax.problem("日".repeat(85), false)).isNull();
		assertThat(TopicSyntax.problem("日".repeat(86), false)).contains("255");
		assertThat(TopicSyntax.problem("😀".repeat(63), false)).isNull();
		assertThat(TopicSyntax.problem("😀".repeat(64), false)).contains("255");
		assertThat(TopicSyntax.problem("a.".repeat(127) + "a", false)).isNull();
		assertThat(TopicSyntax.problem("a.".repeat(127) + "aa", false)).contains("255");
	}

	@Test
	void theMessageShowsTheTopicShortAndPrintable() {
		String topic = "\u0007\u202e\n" + "x".repeat(10_000);
		assertThatIllegalArgumentException().isThrownBy(() -> TopicSyntax.requireTopic(topic))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(250)
				.contains("\\u0007\\u202e\\u000a")
				.contains("10003 characters")
				.matches("\\P{Cntrl}+"));
	}

}
