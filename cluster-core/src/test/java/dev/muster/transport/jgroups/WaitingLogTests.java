package dev.muster.transport.jgroups;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.discovery.TopologyStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WaitingLog}.
 */
class WaitingLogTests {

	private static final long SECOND = WaitingLog.PATIENCE;

	private final WaitingLog log = new WaitingLog();

	@Test
	void whatLastsASecondIsSaidOnce() {
		assertThat(waiting("a candidate is silent", 5)).isNull();
		assertThat(waiting("a candidate is silent", 5 + SECOND - 1)).isNull();
		assertThat(waiting("a candidate is silent", 5 + SECOND)).isEqualTo("a candidate is silent");
		assertThat(waiting("a candidate is silent", 5 + 3 * SECOND)).isNull();
	}

	@Test
	void eachReasonHasItsOwnSecond() {
		assertThat(waiting("a candidate is silent", 0)).isNull();
		assertThat(waiting("another node founds the cluster", SECOND)).isNull();
		assertThat(waiting("a candidate is silent", SECOND + 1)).isNull();
		assertThat(waiting("a candidate is silent", 2 * SECOND + 1)).isEqualTo("a candidate is silent");
	}

	@Test
	void theTopologyThatIsDownIsNamed() {
		assertThat(notListed(status("here", Instant.EPOCH, null), status("registry", null, "connection refused"),
				status("slow", null, null)))
			.isEqualTo("topology 'registry' has not answered (connection refused), topology 'slow' has not answered");
	}

	@Test
	void whenAllAnsweredThenAllAreNamed() {
		assertThat(notListed(status("here", Instant.EPOCH, null), status("dns", Instant.EPOCH, "now it is down")))
			.isEqualTo("no topology lists this node, of these: 'here', 'dns'");
	}

	private @Nullable String notListed(TopologyStatus... topologies) {
		assertThat(this.log.waiting(Rendezvous.NOT_LISTED, () -> List.of(topologies), 0)).isNull();
		return this.log.waiting(Rendezvous.NOT_LISTED, () -> List.of(topologies), SECOND);
	}

	private @Nullable String waiting(String reason, long now) {
		return this.log.waiting(reason, List::of, now);
	}

	private static TopologyStatus status(String name, @Nullable Instant lastSuccess, @Nullable String lastError) {
		return new TopologyStatus(name, "any", 1, 0, lastSuccess, lastError, Set.of(), 0, Map.of(), "");
	}

}
