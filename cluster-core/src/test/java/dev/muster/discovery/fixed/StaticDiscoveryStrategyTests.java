package dev.muster.discovery.fixed;

import java.util.List;

import dev.muster.discovery.PeerAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StaticDiscoveryStrategyTests {

	@Test
	void whenAskedThenAnswersWithTheListAsItIsWritten() {
		StaticDiscoveryStrategy strategy = new StaticDiscoveryStrategy(
				List.of("10.0.0.1:7801", "10.0.0.2", "[::1]:7802", "host.example", "10.0.0.2:7800"), 7800);
		assertThat(strategy.discover()).containsExactlyInAnyOrder(new PeerAddress("10.0.0.1", 7801),
				new PeerAddress("10.0.0.2", 7800), new PeerAddress("::1", 7802), new PeerAddress("host.example", 7800));
	}

	@Test
	void whenTheListIsEmptyThenTheMessageNamesTheProperty() {
		assertThatIllegalArgumentException().isThrownBy(() -> new StaticDiscoveryStrategy(List.of(), 7800))
			.withMessageContaining("static.addresses is empty");
	}

	@Test
	void whenAnAddressIsBadThenTheMessageNamesThePropertyTheAddressAndTheRemedy() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new StaticDiscoveryStrategy(List.of("10.0.0.1", "10.0.0.2:port"), 7800))
			.withMessageContaining("static.addresses: '10.0.0.2:port' has no port number after the colon")
			.withMessageContaining("host:port");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new StaticDiscoveryStrategy(List.of("230.1.1.251:7800"), 7800))
			.withMessageContaining("'230.1.1.251:7800' is a multicast address");
	}

}
