package dev.muster.discovery.multicast;

import java.time.Duration;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MulticastSettingsTests {

	private static void assertRefused(UnaryOperator<MulticastSettings> change, String... parts) {
		assertThatIllegalArgumentException().isThrownBy(() -> change.apply(MulticastSettings.defaults()))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(parts));
	}

	@Test
	void whenASettingIsBadThenTheMessageNamesThePropertyAndTheRemedy() {
		assertRefused((settings) -> settings.withGroup("10.0.0.1", 1), "multicast.group", "10.0.0.1", "ff00::/8");
		assertRefused((settings) -> settings.withGroup("group.example", 1), "multicast.group");
		assertRefused((settings) -> settings.withGroup("", 1), "multicast.group");
		assertRefused((settings) -> settings.withGroup("230.0.0.1", 0), "multicast.port", "65535");
		assertRefused((settings) -> settings.withTtl(256), "multicast.ttl", "255");
		assertRefused((settings) -> settings.withSecret(" "), "multicast.secret");
		assertRefused((settings) -> settings.withNetworkInterface(""), "multicast.interface");
		assertRefused((settings) -> settings.withTiming(Duration.ZERO, Duration.ZERO), "multicast.announce-interval");
		assertRefused((settings) -> settings.withTiming(Duration.ofSeconds(1), Duration.ofSeconds(-1)),
				"multicast.query-wait");
	}

	@Test
	void whenPrintedThenTheSecretIsNot() {
		MulticastSettings settings = MulticastSettings.defaults().withSecret("sesame").withGroup("ff15::1", 1);
		assertThat(settings.toString()).contains("ff15::1").doesNotContain("sesame");
	}

}
