package dev.muster.transport;

import java.time.Duration;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LinkOptions}.
 */
class LinkOptionsTests {

	private static final LinkOptions DEFAULTS = LinkOptions.defaults();

	private static final Duration SECOND = Duration.ofSeconds(1);

	@Test
	void eachIsTakenAndTheOthersStay() {
		LinkOptions options = DEFAULTS.withQueue(300, 2_000_000)
			.withMax(10, 11, 12)
			.withTimeouts(SECOND, Duration.ofSeconds(2), Duration.ZERO)
			.withBackOff(Duration.ofSeconds(3), Duration.ofSeconds(4));
		assertThat(options).isEqualTo(new LinkOptions(300, 2_000_000, 10, 11, 12, SECOND, Duration.ofSeconds(2),
				Duration.ZERO, Duration.ofSeconds(3), Duration.ofSeconds(4)));
	}

	@ParameterizedTest
	@MethodSource("impossible")
	void whenOneIsOutOfItsBoundsThenItIsNamed(String name, ThrowingCallable call) {
		assertThatExceptionOfType(InvalidTransportSettingException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("muster.transport.links." + name));
	}

	static Stream<Arguments> impossible() {
		return Stream.of(when("queue-frames", () -> DEFAULTS.withQueue(255, 1024 * 1024)),
				when("queue-size", () -> DEFAULTS.withQueue(256, 1024 * 1024 - 1)),
				when("max-peers", () -> DEFAULTS.withMax(0, 1, 1)),
				when("max-half-open", () -> DEFAULTS.withMax(1, 0, 1)),
				when("max-half-open-per-host", () -> DEFAULTS.withMax(1, 1, 0)),
				when("connect-timeout", () -> DEFAULTS.withTimeouts(Duration.ofNanos(999_999), SECOND, SECOND)),
				when("handshake-timeout", () -> DEFAULTS.withTimeouts(SECOND, Duration.ofMinutes(11), SECOND)),
				when("close-timeout", () -> DEFAULTS.withTimeouts(SECOND, SECOND, SECOND.negated())),
				when("min-back-off", () -> DEFAULTS.withBackOff(Duration.ZERO, SECOND)),
				when("max-back-off", () -> DEFAULTS.withBackOff(SECOND, Duration.ofMillis(999))),
				when("max-back-off", () -> DEFAULTS.withBackOff(SECOND, Duration.ofSeconds(Long.MAX_VALUE / 1000))));
	}

	private static Arguments when(String name, ThrowingCallable call) {
		return Arguments.of(name, call);
	}

}
