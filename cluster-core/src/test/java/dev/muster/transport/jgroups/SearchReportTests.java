package dev.muster.transport.jgroups;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.discovery.PeerAddress;
import dev.muster.discovery.TopologyStatus;
import dev.muster.discovery.TopologyStatus.Answer;
import dev.muster.transport.SearchStatus;
import dev.muster.transport.SearchedAddress;
import dev.muster.transport.SearchedAddress.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SearchReport}, and for the words that {@link TopologyStatus} and
 * {@link SearchStatus} have for it.
 */
class SearchReportTests {

	private static final String HINT = "; what becomes of each address is told by the endpoint clusterdiscovery";

	@Test
	void itSumsUpEachTopologyAndEachAddressWithoutAMember() {
		SearchStatus search = new SearchStatus(
				List.of(address("10.0.0.1:7800", Outcome.SELF, ""), address("10.0.0.2:7800", Outcome.MEMBER, ""),
						address("10.0.0.3:7800", Outcome.CONNECTION_REFUSED, "nobody listens there", "shop-3:7800"),
						address("10.0.0.4:7800", Outcome.NOT_TRIED, "")),
				0);
		assertThat(SearchReport.text(List.of(topology(Instant.EPOCH, null, 3, "")), search)).isEqualTo(
				"Discovery: topology 'lan' (static) lists 3 address(es); no member at 10.0.0.3:7800 [shop-3:7800]"
						+ " (connection refused: nobody listens there), 10.0.0.4:7800 (not tried)" + HINT);
	}

	@Test
	void whenAllAreMembersOrNobodyIsListedThenItSaysSo() {
		assertThat(SearchReport.text(List.of(), SearchStatus.NONE))
			.isEqualTo("Discovery: no topology; no address without a member" + HINT);
	}

	@Test
	void ofManyAddressesItNamesSome() {
		List<SearchedAddress> many = new ArrayList<>();
		for (int i = 10; i < 30; i++) {
			many.add(address("10.0.0." + i + ":7800", Outcome.TIMED_OUT, ""));
		}
		assertThat(new SearchStatus(many, 0).describeMissing()).startsWith("no member at 10.0.0.10:7800 (timed out), ")
			.endsWith("10.0.0.19:7800 (timed out) and 10 more");
	}

	@Test
	void theKindsOfAnswersAreToldApart() {
		assertAnswer(topology(null, null, 0, ""), Answer.PENDING, "has not answered yet");
		assertAnswer(topology(null, "the server is down", 0, ""), Answer.UNKNOWN, "cannot tell: the server is down");
		assertAnswer(topology(Instant.EPOCH, "the server is down", 2, ""), Answer.UNKNOWN,
				"cannot tell any more: the server is down");
		assertAnswer(topology(Instant.EPOCH, null, 0, ""), Answer.NONE, "lists nobody");
		assertAnswer(topology(Instant.EPOCH, null, 0, "the name does not exist"), Answer.NONE_READY,
				"lists nobody: the name does not exist");
		assertAnswer(topology(Instant.EPOCH, null, 2, ""), Answer.FOUND, "lists 2 address(es)");
	}

	private static void assertAnswer(TopologyStatus status, Answer answer, String text) {
		assertThat(status.answer()).isEqualTo(answer);
		assertThat(status.describe()).isEqualTo("topology 'lan' (static) " + text);
	}

	private static TopologyStatus topology(@Nullable Instant lastSuccess, @Nullable String lastError, int addresses,
			String remark) {
		Set<PeerAddress> listed = new java.util.HashSet<>();
		for (int i = 1; i <= addresses; i++) {
			listed.add(new PeerAddress("10.0.0." + i, 7800));
		}
		return new TopologyStatus("lan", "static", 1, 0, lastSuccess, lastError, listed, 0, Map.of(), remark);
	}

	private static SearchedAddress address(String address, Outcome outcome, String detail, String... names) {
		return new SearchedAddress(address, List.of(names), outcome, detail, 1, Instant.EPOCH, Instant.EPOCH, null);
	}

}
