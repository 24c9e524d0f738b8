package dev.muster.transport.jgroups;

import java.time.Duration;

import dev.muster.transport.LinkOptions;
import dev.muster.transport.jgroups.netty.LinkSettings;
import dev.muster.transport.jgroups.netty.LinkSettings.LaneBound;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LinkFactory}.
 */
class LinkFactoryTests {

	private final LinkSettings.Protocol protocol = new LinkSettings.Protocol("shop", 1, 2, 3);

	@Test
	void whenNothingIsSetThenTheDefaultsOfConnectionsHold() {
		assertThat(LinkFactory.settings(this.protocol, LinkOptions.defaults()))
			.isEqualTo(LinkSettings.defaults(this.protocol));
	}

	@Test
	void whatIsSetReachesTheConnections() {
		LinkSettings settings = LinkFactory.settings(this.protocol,
				LinkOptions.defaults()
					.withQueue(300, 2_000_000)
					.withMax(10, 11, 12)
					.withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3))
					.withBackOff(Duration.ofSeconds(4), Duration.ofSeconds(5)));
		assertThat(settings.bounds().payload()).isEqualTo(new LaneBound(300, 2_000_000));
		assertThat(settings.bounds().peers()).isEqualTo(10);
		assertThat(settings.bounds().halfOpen()).isEqualTo(11);
		assertThat(settings.bounds().halfOpenPerHost()).isEqualTo(12);
		assertThat(settings.timeouts()).isEqualTo(new LinkSettings.Timeouts(Duration.ofSeconds(1),
				Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofSeconds(5)));
	}

}
