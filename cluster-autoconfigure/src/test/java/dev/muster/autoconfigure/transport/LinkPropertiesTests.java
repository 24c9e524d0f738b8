package dev.muster.autoconfigure.transport;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import dev.muster.transport.InvalidTransportSettingException;
import dev.muster.transport.LinkOptions;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LinkProperties}.
 */
class LinkPropertiesTests {

	@Test
	void whenNothingIsSetThenTheDefaultsHold() {
		assertThat(new LinkProperties().toOptions()).isEqualTo(LinkOptions.defaults());
	}

	@Test
	void allAreBound() {
		LinkOptions options = bind(Map.of("queue-frames", "300", "queue-size", "2MB", "max-peers", "10",
				"max-half-open", "11", "max-half-open-per-host", "12", "connect-timeout", "1s", "handshake-timeout",
				"2s", "close-timeout", "300ms", "min-back-off", "10ms", "max-back-off", "1m"));
		assertThat(options).isEqualTo(new LinkOptions(300, 2 * 1024 * 1024, 10, 11, 12, Duration.ofSeconds(1),
				Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofMillis(10), Duration.ofMinutes(1)));
	}

	@Test
	void whenTheQueueIsTooLargeThenThePropertyIsNamed() {
		assertThatExceptionOfType(InvalidTransportSettingException.class)
			.isThrownBy(() -> bind(Map.of("queue-size", "2GB")))
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("muster.transport.links.queue-size"));
	}

	private static LinkOptions bind(Map<String, String> values) {
		TransportProperties properties = new Binder(new MapConfigurationPropertySource(values.entrySet()
			.stream()
			.collect(Collectors.toMap((entry) -> "muster.transport.links." + entry.getKey(), Map.Entry::getValue))))
			.bindOrCreate("muster.transport", TransportProperties.class);
		return properties.getLinks().toOptions();
	}

}
