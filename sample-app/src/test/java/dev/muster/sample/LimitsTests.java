package dev.muster.sample;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LimitsTests {

	@ParameterizedTest
	@ValueSource(strings = { "lobby", "a", "42", "room-1", "abcdefghijklmnopqrstuvwxyz012345" })
	void whenARoomIsASimpleWordThenItIsTaken(String room) {
		assertThat(Limits.room(room)).isEqualTo(room);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "Lobby", "-a", "a.b", "a:b", "a/b", "*", "**", "a b", "lobby\n", "\u00e4",
			"abcdefghijklmnopqrstuvwxyz0123456" })
	void whenARoomCouldBeMoreThanOneSegmentOfATopicThenItIsRefused(@Nullable String room) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Limits.room(room))
			.withMessageContaining("'room'")
			.withMessageContaining("lobby");
	}

	@Test
	void whenANameHasSpaceAroundItThenThatIsRemoved() {
		assertThat(Limits.name("author", "  Ada L. ")).isEqualTo("Ada L.");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "  ", "a\nb", "a\u0000b", "123456789012345678901234567890123" })
	void whenANameIsNoneThenItIsRefused(@Nullable String name) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Limits.name("author", name))
			.withMessageContaining("'author'")
			.withMessageContaining("32");
	}

	@Test
	void whenATextHasLinesThenTheyStay() {
		assertThat(Limits.text("one\ntwo\tthree\n")).isEqualTo("one\ntwo\tthree");
	}

	@Test
	void whenATextIsAtTheLimitThenItIsTakenAndBeyondItIsNot() {
		assertThat(Limits.text("x".repeat(1000))).hasSize(1000);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Limits.text("x".repeat(1001)));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " \n ", "bell\u0007" })
	void whenATextIsNoneThenItIsRefused(@Nullable String text) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Limits.text(text))
			.withMessageContaining("'text'");
	}

}
