package dev.muster.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.muster.Cluster;
import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.autoconfigure.event.ClusterEvent;
import dev.muster.autoconfigure.event.ClusterReadyEvent;
import dev.muster.autoconfigure.event.MemberJoinedEvent;
import dev.muster.autoconfigure.event.MemberLeftEvent;
import dev.muster.autoconfigure.event.MessagesLostEvent;
import dev.muster.autoconfigure.event.ViewsMergedEvent;
import dev.muster.pubsub.MessagesLost;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
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

	private final MembershipEvents events = new MembershipEvents(this.cluster, this.published::add, Runnable::run);

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
	void lostMessagesArePublished() {
		this.events.hold();
		this.events.release();
		this.published.clear();
		this.events.messagesLost(new MessagesLost(TWO, 3, 5));
		assertThat(this.published).singleElement().isInstanceOfSatisfying(MessagesLostEvent.class, (event) -> {
			assertThat(event.publisher()).isEqualTo(TWO);
			assertThat(event.from()).isEqualTo(3);
			assertThat(event.to()).isEqualTo(5);
			assertThat(event.count()).isEqualTo(3);
			assertThat(event.view()).isEqualTo(BOTH);
		});
	}

	@Test
	void whenTheNodeDoesNotRunThenLostMessagesAreNotPublished() {
		this.events.hold();
		this.events.release();
		this.published.clear();
		given(this.cluster.view()).willThrow(new NotRunningException());
		this.events.messagesLost(new MessagesLost(TWO, 3, 5));
		assertThat(this.published).isEmpty();
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
		}, Runnable::run);
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
		}, Runnable::run);
		failing.hold();
		failing.memberJoined(ONE, ALONE);
		failing.release();
		failing.memberJoined(TWO, BOTH);
		failing.memberLeft(TWO, Departure.LEFT, ALONE);
		assertThat(seen).hasSize(4).last().isInstanceOf(MemberLeftEvent.class);
	}

	@Test
	void whileAListenerBlocksTheMembershipGoesOnAndTheOrderIsKept() throws Exception {
		List<Object> seen = new CopyOnWriteArrayList<>();
		CountDownLatch blocked = new CountDownLatch(1);
		CountDownLatch free = new CountDownLatch(1);
		MembershipEvents blocking = new MembershipEvents(this.cluster, (event) -> {
			seen.add(event);
			if (event instanceof MemberJoinedEvent) {
				blocked.countDown();
				join(free);
			}
		});
		blocking.hold();
		blocking.release();
		blocking.memberJoined(TWO, BOTH);
		assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();
		blocking.memberLeft(TWO, Departure.LEFT, ALONE);
		blocking.viewsMerged(List.of(ALONE), BOTH);
		assertThat(seen).hasSize(2);
		free.countDown();
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(seen).hasSize(4));
		assertThat(seen).extracting(Object::getClass)
			.isEqualTo(List.of(ClusterReadyEvent.class, MemberJoinedEvent.class, MemberLeftEvent.class,
					ViewsMergedEvent.class));
	}

	@Test
	void whenTooManyEventsWaitThenFurtherOnesAreCounted() {
		List<Runnable> tasks = new ArrayList<>();
		MembershipEvents slow = new MembershipEvents(this.cluster, this.published::add, tasks::add);
		slow.hold();
		slow.release();
		for (int i = 0; i < MembershipEvents.MAX_WAITING + 3; i++) {
			slow.memberJoined(TWO, BOTH);
		}
		assertThat(slow.dropped()).isEqualTo(3);
		assertThat(tasks).hasSize(1);
		tasks.get(0).run();
		assertThat(this.published).hasSize(1 + MembershipEvents.MAX_WAITING);
		slow.memberLeft(TWO, Departure.LEFT, ALONE);
		tasks.get(1).run();
		assertThat(this.published).last().isInstanceOf(MemberLeftEvent.class);
		assertThat(slow.dropped()).isEqualTo(3);
	}

	@Test
	void whenRestartedWhileAListenerBlocksThenTheNewEventsFollowIt() throws Exception {
		List<Object> seen = new CopyOnWriteArrayList<>();
		CountDownLatch blocked = new CountDownLatch(1);
		CountDownLatch free = new CountDownLatch(1);
		MembershipEvents blocking = new MembershipEvents(this.cluster, (event) -> {
			if (event instanceof MemberLeftEvent) {
				blocked.countDown();
				join(free);
			}
			seen.add(event);
		});
		blocking.hold();
		blocking.release();
		blocking.memberLeft(TWO, Departure.LEFT, ALONE);
		assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();
		blocking.drop();
		blocking.hold();
		blocking.release();
		blocking.memberJoined(TWO, BOTH);
		free.countDown();
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(seen).hasSize(4));
		assertThat(seen).extracting(Object::getClass)
			.isEqualTo(List.of(ClusterReadyEvent.class, ClusterReadyEvent.class, MemberLeftEvent.class,
					MemberJoinedEvent.class));
	}

	@Test
	void whenEndedThenAListenerThatBlocksIsInterrupted() throws Exception {
		CompletableFuture<String> outcome = new CompletableFuture<>();
		CountDownLatch blocked = new CountDownLatch(1);
		MembershipEvents blocking = new MembershipEvents(this.cluster, (event) -> {
			if (event instanceof MemberLeftEvent) {
				blocked.countDown();
				outcome.complete(join(new CountDownLatch(1)) ? "returned" : "interrupted");
			}
		});
		blocking.hold();
		blocking.release();
		blocking.memberLeft(TWO, Departure.LEFT, ALONE);
		assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();
		blocking.end();
		assertThat(outcome.get(30, TimeUnit.SECONDS)).isEqualTo("interrupted");
		blocking.awaitIdle(Duration.ofSeconds(30));
	}

	private static boolean join(CountDownLatch latch) {
		try {
			latch.await();
			return true;
		}
		catch (InterruptedException ex) {
			return false;
		}
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
