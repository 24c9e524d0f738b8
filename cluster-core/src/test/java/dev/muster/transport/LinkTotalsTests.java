package dev.muster.transport;

import java.util.Map;

import dev.muster.transport.Refusal.Reason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LinkTotals}.
 */
class LinkTotalsTests {

	private static final LinkTotals ONE = new LinkTotals(1, 2, 3, 4, 5, 6, 7, 8,
			Map.of(Reason.GARBAGE, 1L, Reason.OTHER_CLUSTER, 2L), Map.of(Reason.OTHER_PROTOCOL, 3L));

	@Test
	void countsAreAddedAndWhoIsHalfOpenIsNot() {
		LinkTotals later = new LinkTotals(10, 20, 30, 40, 50, 60, 70, 80, Map.of(Reason.GARBAGE, 10L), Map.of());
		assertThat(ONE.plus(later)).isEqualTo(new LinkTotals(10, 22, 33, 44, 55, 66, 77, 88,
				Map.of(Reason.GARBAGE, 11L, Reason.OTHER_CLUSTER, 2L), Map.of(Reason.OTHER_PROTOCOL, 3L)));
	}

	@Test
	void whenAllIsClosedThenNobodyIsHalfOpenAndTheCountsStay() {
		assertThat(ONE.closed())
			.isEqualTo(new LinkTotals(0, 2, 3, 4, 5, 6, 7, 8, ONE.refusedByUs(), ONE.refusedByPeer()));
	}

}
