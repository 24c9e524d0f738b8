package dev.muster.discovery.consul;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link ConsulSettings}.
 */
class ConsulSettingsTests {

	@Test
	void byDefaultTheAgentIsOnThisMachine() {
		ConsulSettings settings = ConsulSettings.defaults();
		assertThat(settings.url() + ":" + settings.port()).isEqualTo("http://localhost:8500");
	}

	@Test
	void addressesOfBothFamiliesMakeAUrl() {
		assertThat(ConsulSettings.defaults().withAgent("::1", 8500).url()).isEqualTo("http://[::1]");
		ConsulTls tls = new ConsulTls(() -> {
			throw new IllegalStateException("Not needed for this");
		}, true);
		assertThat(ConsulSettings.defaults().withAgent("10.0.0.1", 8501).withTls(tls).url())
			.isEqualTo("https://10.0.0.1");
	}

	@Test
	void theTokenIsNotShown() {
		assertThat(ConsulSettings.defaults().withToken("b1gs33cr3t-0000")).asString()
			.doesNotContain("b1gs33cr3t")
			.contains("token=***");
	}

	@ParameterizedTest
	@MethodSource
	void whatCannotBeIsRefusedWithItsName(String property, UnaryOperator<ConsulSettings> change) {
		assertThatIllegalArgumentException().isThrownBy(() -> change.apply(ConsulSettings.defaults()))
			.withMessageStartingWith(property + ": ");
	}

	static Stream<Arguments> whatCannotBeIsRefusedWithItsName() {
		return Stream.of(invalid("consul.host", (settings) -> settings.withAgent(" ", 8500)),
				invalid("consul.host", (settings) -> settings.withAgent("http://consul", 8500)),
				invalid("consul.host", (settings) -> settings.withAgent("user@consul", 8500)),
				invalid("consul.host", (settings) -> settings.withAgent("[::1]", 8500)),
				invalid("consul.host", (settings) -> settings.withAgent("con sul", 8500)),
				invalid("consul.port", (settings) -> settings.withAgent("consul", 0)),
				invalid("consul.port", (settings) -> settings.withAgent("consul", 65536)),
				invalid("consul.service-name", (settings) -> settings.withServiceName("")),
				invalid("consul.service-name", (settings) -> settings.withServiceName("a\nb")),
				invalid("consul.token", (settings) -> settings.withToken(" ")),
				invalid("consul.token", (settings) -> settings.withToken("a\r\nX-Other: b")),
				invalid("consul.datacenter", (settings) -> settings.withDatacenter("")),
				invalid("consul.tags", (settings) -> settings.withTags(List.of("ok", ""))),
				invalid("consul.tags", (settings) -> settings.withTags(Collections.nCopies(65, "x"))),
				invalid("consul.ttl", (settings) -> settings.withTiming(Duration.ZERO, Duration.ofMinutes(1))),
				invalid("consul.ttl", (settings) -> settings.withTiming(Duration.ofDays(1), Duration.ofMinutes(1))),
				invalid("consul.deregister-after",
						(settings) -> settings.withTiming(Duration.ofSeconds(15), Duration.ofSeconds(59))));
	}

	private static Arguments invalid(String property, UnaryOperator<ConsulSettings> change) {
		return arguments(property, change);
	}

}
