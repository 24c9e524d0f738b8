package dev.muster.transport;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SharedSecret}.
 */
class SharedSecretTests {

	private static final String SECRET = "correct horse battery staple";

	@ParameterizedTest
	@ValueSource(strings = { "", "changeme", "fifteen bytes..", "\u20ac\u20ac\u20ac\u20ac\u20ac" })
	void whenItIsTooShortThenTheErrorNamesThePropertyAndTheRemedy(String secret) {
		assertThatExceptionOfType(InvalidTransportSettingException.class).isThrownBy(() -> SharedSecret.of(secret))
			.withMessageContaining("muster.transport.shared-secret")
			.withMessageContaining("at least 16 bytes")
			.withMessageContaining("openssl rand -base64 32")
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("muster.transport.shared-secret"))
			.satisfies((ex) -> assertThat(secret.isEmpty() || !ex.remedy().contains(secret)).isTrue());
	}

	@Test
	void whenItIsTooLongThenTheErrorNamesTheProperty() {
		assertThatExceptionOfType(InvalidTransportSettingException.class)
			.isThrownBy(() -> SharedSecret.of("x".repeat(1025)))
			.withMessageContaining("muster.transport.shared-secret")
			.withMessageContaining("at most 1024 bytes");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sixteen bytes...", "\u20ac\u20ac\u20ac\u20ac\u20ac!", " leading and trailing " })
	void whenItIsLongEnoughThenEachByteOfUtf8Counts(String secret) {
		assertThat(SharedSecret.of(secret).bytes()).isEqualTo(secret.getBytes(UTF_8));
		assertThat(SharedSecret.of("x".repeat(1024)).bytes()).hasSize(1024);
	}

	@Test
	void whenTheCallerErasesItsCharactersThenTheSecretStays() {
		char[] characters = SECRET.toCharArray();
		SharedSecret secret = SharedSecret.of(characters);
		Arrays.fill(characters, ' ');
		assertThat(secret.bytes()).isEqualTo(SECRET.getBytes(UTF_8));
	}

	@Test
	void whenItIsPrintedThenNothingShows() {
		assertThat(SharedSecret.of(SECRET)).hasToString("SharedSecret[hidden]");
	}

	@Test
	void whenTheBytesAreErasedAfterUseThenTheSecretStays() {
		SharedSecret secret = SharedSecret.of(SECRET);
		Arrays.fill(secret.bytes(), (byte) 0);
		assertThat(secret.bytes()).isEqualTo(SECRET.getBytes(UTF_8));
	}

}
