package dev.muster.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.muster.Cluster;
import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.autoconfigure.event.ClusterEvent;
import dev.muster.autoconfigure.event.ClusterReadyEvent;
import dev.muster.autoconfigure.event.MemberJoinedEvent;
import dev.muster.autoconfigure.event.MemberLeftEvent;
import dev.muster.autoconfigure.event.ViewsMergedEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MembershipEvents}.
 */
class MembershipEventsTests {

	private static final Member ONE = new Member(new MemberId(0, 1), "one", "127.0.0.1", 7800, Map.of());

	private static final Member TWO = new Member(new MemberId(0, 2), "two", "127.0.0.1", 7801, Map.of());

	private static final ClusterView ALONE = new ClusterView(1, ONE, List.of(ONE));

	private static final ClusterView BOTH = new ClusterView(2, ONE, List.of(ONE, TWO));

	private final Cluster cluster = mock(Cluster.class);

	private final List<Object> published = new ArrayList<>();

	private final MembershipEvents events = new MembershipEvents(this.cluster, this.published::add);

	@BeforeEach
	void cluster() {
		given(this.cluster.name()).willReturn("shop");
		given(this.cluster.view()).willReturn(BOTH);
	}

	@Test
	void whenTheNodeDoesNotRunThenNothingIsPublished() {
		this.events.memberJoined(ONE, ALONE);
		assertThat(this.published).isEmpty();
	}

	@Test
	void whatHappensDuringTheStartIsPublishedAfterReady() {
		this.events.hold();
		this.events.memberJoined(ONE, ALONE);
		this.events.memberJoined(TWO, BOTH);
		assertThat(this.published).isEmpty();
		this.events.release();
		assertThat(this.published).hasSize(3);
		assertThat(this.published.get(0)).isInstanceOfSatisfying(ClusterReadyEvent.class, (event) -> {
			assertThat(event.clusterName()).isEqualTo("shop");
			assertThat(event.view()).isEqualTo(BOTH);
			assertThat(event.cluster()).isSameAs(this.cluster);
		});
		assertThat(this.published.get(1)).isInstanceOfSatisfying(MemberJoinedEvent.class, (event) -> {
			assertThat(event.member()).isEqualTo(ONE);
			assertThat(event.view()).isEqualTo(ALONE);
		});
		assertThat(this.published.get(2)).isInstanceOfSatisfying(MemberJoinedEvent.class,
				(event) -> assertThat(event.member()).isEqualTo(TWO));
	}

	@Test
	void whatHappensLaterIsPublishedAtOnce() {
		this.events.hold();
		this.events.release();
		this.published.clear();
		this.events.viewsMerged(List.of(ALONE, BOTH), BOTH);
		this.events.memberLeft(TWO, Departure.FAILED, ALONE);
		assertThat(this.published.get(0)).isInstanceOfSatisfying(ViewsMergedEvent.class, (event) -> {
			assertThat(event.parts()).containsExactly(ALONE, BOTH);
			assertThat(event.view()).isEqualTo(BOTH);
		});
		assertThat(this.published.get(1)).isInstanceOfSatisfying(MemberLeftEvent.class, (event) -> {
			assertThat(event.member()).isEqualTo(TWO);
			assertThat(event.reason()).isEqualTo(Departure.FAILED);
		});
	}

	@Test
	void whatHappensWhileTheFirstOnesArePublishedComesAfterThem() {
		List<Object> seen = new ArrayList<>();
		MembershipEvents[] reentrant = new MembershipEvents[1];
		reentrant[0] = new MembershipEvents(this.cluster, (event) -> {
			seen.add(event);
			if (event instanceof ClusterReadyEvent) {
				reentrant[0].memberJoined(TWO, BOTH);
			}
		});
		reentrant[0].hold();
		reentrant[0].memberJoined(ONE, ALONE);
		reentrant[0].release();
		assertThat(seen).hasSize(3);
		assertThat(seen.subList(1, 3)).map((event) -> ((MemberJoinedEvent) event).member()).containsExactly(ONE, TWO);
	}

	@Test
	void whenTheNodeStopsThenWhatWasHeldIsForgotten() {
		this.events.hold();
		this.events.memberJoined(ONE, ALONE);
		this.events.drop();
		this.events.memberLeft(TWO, Departure.LEFT, ALONE);
		this.events.hold();
		this.events.release();
		assertThat(this.published).singleElement().isInstanceOf(ClusterReadyEvent.class);
	}

	@Test
	void whenAListenerFailsThenTheNextEventFollows() {
		List<Object> seen = new ArrayList<>();
		MembershipEvents failing = new MembershipEvents(this.cluster, (event) -> {
			seen.add(event);
			if (event instanceof MemberJoinedEvent) {
				throw new IllegalStateException("The listener fails");
			}
		});
		failing.hold();
		failing.memberJoined(ONE, ALONE);
		failing.release();
		failing.memberJoined(TWO, BOTH);
		failing.memberLeft(TWO, Departure.LEFT, ALONE);
		assertThat(seen).hasSize(4).last().isInstanceOf(MemberLeftEvent.class);
	}

	@Test
	void eventsSayWhatHappened() {
		assertThat(List.of(new ClusterReadyEvent(this.cluster, ALONE), new MemberJoinedEvent(this.cluster, TWO, BOTH),
				new MemberLeftEvent(this.cluster, TWO, Departure.FAILED, ALONE),
				new ViewsMergedEvent(this.cluster, List.of(ALONE), BOTH)))
			.map(ClusterEvent::toString)
			.satisfiesExactly((text) -> assertThat(text).contains("shop"),
					(text) -> assertThat(text).contains("two@127.0.0.1:7801"),
					(text) -> assertThat(text).contains("FAILED"), (text) -> assertThat(text).contains("1 parts"));
	}

}
