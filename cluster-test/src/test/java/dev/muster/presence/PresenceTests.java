package dev.muster.presence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import dev.muster.codec.PayloadCodecs;
import dev.muster.codec.PayloadEncodingException;
import dev.muster.pubsub.Subscription;
import dev.muster.replication.ReplicationSettings;
import dev.muster.test.simulation.SimulatedTransport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * What presence promises, case by case, on two or three nodes of a simulated network.
 */
class PresenceTests extends SimulatedPresence {

	@Test
	void joinUpdateAndLeaveAreSeenHereAtOnceAndThereSoon() {
		DefaultPresence a = node("a");
		DefaultPresence b = node("b");
		PresenceRef ref = a.track(ROOM, "ann", "away");
		assertThat(a.get(ROOM, "ann")).hasSize(1);
		pass(1);
		PresenceEntry entry = b.list(ROOM).get(0);
		assertThat(entry.key()).isEqualTo("ann");
		assertThat(entry.ref()).isEqualTo(ref);
		assertThat(entry.meta(String.class)).isEqualTo("away");
		assertThat(entry.meta()).isEqualTo("away");
		assertThat(entry.member().name()).isEqualTo("a");
		assertThat(entry.since()).isBeforeOrEqualTo(this.simulation.clock().instant())
			.isAfter(this.simulation.clock().instant().minusSeconds(2));
		a.update(ref, "here");
		a.update(ref, "here again");
		pass(1);
		assertThat(b.get(ROOM, "ann").get(0).meta(String.class)).isEqualTo("here again");
		assertThat(b.get(ROOM, "ann").get(0).ref()).isEqualTo(ref);
		assertThat(b.isPresent(ROOM, "ann")).isTrue();
		a.untrack(ref);
		a.untrack(ref);
		assertThat(a.count(ROOM)).isZero();
		pass(1);
		assertThat(b.isPresent(ROOM, "ann")).isFalse();
		assertThat(b.topics()).isEmpty();
	}

	@Test
	void sameUserOnThreeNodesStaysPresentWhenOneCrashes() {
		DefaultPresence a = node("a");
		DefaultPresence b = node("b");
		DefaultPresence c = node("c");
		List.of(a, b, c).forEach((node) -> node.track(ROOM, "ann", "x"));
		pass(1);
		assertThat(a.get(ROOM, "ann")).hasSize(3);
		this.network.crash(this.transports.get(2));
		pass(30);
		assertThat(a.get(ROOM, "ann")).extracting((entry) -> entry.member().name()).containsExactlyInAnyOrder("a", "b");
		assertThat(b.isPresent(ROOM, "ann")).isTrue();
	}

	@Test
	void sessionClosedTwiceAndInAListenerRemovesAllItsEntriesAtOnce() {
		DefaultPresence a = node("a");
		PresenceSession session = a.open();
		History history = new History("a");
		a.subscribe("**", (diff) -> {
			history.onDiff(diff);
			session.close();
			session.close();
		});
		session.trackAll(List.of(new NewPresence(ROOM, "ann", "1"), new NewPresence("room:2", "ann", "2")));
		assertThat(a.statistics().ownEntries()).isEqualTo(2);
		pass(1);
		assertThat(a.statistics().ownEntries()).isZero();
		assertThat(a.topics()).isEmpty();
		assertThat(history.problems()).isEmpty();
		assertThat(history.state()).isEmpty();
		assertThat(session.isOpen()).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> session.track(ROOM, "ann", "1"))
			.withMessageContaining("closed");
	}

	@Test
	void trackAllIsSeenAsOneChangeOrNotAtAll() {
		this.settings = PresenceSettings.defaults().withLimits(100, 2, 100);
		DefaultPresence a = node("a");
		List<PresenceDiff> diffs = new ArrayList<>();
		a.subscribe(ROOM, diffs::add);
		PresenceSession session = a.open();
		session.trackAll(List.of(new NewPresence(ROOM, "ann", "1"), new NewPresence(ROOM, "bob", "2")));
		pass(1);
		assertThat(diffs).hasSize(1);
		assertThat(diffs.get(0).joins()).extracting(PresenceEntry::key).containsExactly("ann", "bob");
		PresenceSession other = a.open();
		assertThatExceptionOfType(PresenceLimitException.class)
			.isThrownBy(() -> other.trackAll(List.of(new NewPresence(ROOM, "cid", "1"),
					new NewPresence(ROOM, "dan", "2"), new NewPresence(ROOM, "eve", "3"))))
			.withMessageContaining("muster.presence.max-session-entries");
		assertThat(a.count(ROOM)).isEqualTo(2);
	}

	@Test
	void limitsAreRefusedToTheCallerAndNothingChanges() {
		this.settings = PresenceSettings.defaults().withLimits(3, 2, 2);
		DefaultPresence a = node("a");
		a.track(ROOM, "ann", "1");
		a.track(ROOM, "bob", "2");
		assertThatExceptionOfType(PresenceLimitException.class).isThrownBy(() -> a.track(ROOM, "cid", "3"))
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("max-topic-entries"))
			.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(2));
		a.track("room:2", "cid", "3");
		assertThatExceptionOfType(PresenceLimitException.class).isThrownBy(() -> a.track("room:3", "dan", "4"))
			.withMessageContaining("max-entries");
		assertThatExceptionOfType(PresenceLimitException.class).isThrownBy(() -> a.track(ROOM, "k".repeat(257), "4"))
			.withMessageContaining("max-key-size");
		assertThatExceptionOfType(PresenceLimitException.class).isThrownBy(() -> a.track(ROOM, "ann", "m".repeat(4097)))
			.withMessageContaining("max-meta-size");
		PresenceRef ref = a.get(ROOM, "ann").get(0).ref();
		assertThatExceptionOfType(PresenceLimitException.class).isThrownBy(() -> a.update(ref, "m".repeat(4097)));
		assertThat(a.statistics().refused()).isEqualTo(5);
		assertThat(a.count(ROOM)).isEqualTo(2);
		assertThat(a.get(ROOM, "ann").get(0).meta(String.class)).isEqualTo("1");
	}

	@Test
	void badInputIsRefusedWithAReason() {
		DefaultPresence a = node("a");
		assertThatIllegalArgumentException().isThrownBy(() -> a.track("", "ann", "1")).withMessageContaining("topic");
		assertThatIllegalArgumentException().isThrownBy(() -> a.track("a.*", "ann", "1"));
		assertThatIllegalArgumentException().isThrownBy(() -> a.track("t".repeat(300), "ann", "1"));
		assertThatIllegalArgumentException().isThrownBy(() -> a.track(ROOM, "", "1")).withMessageContaining("key");
		assertThatExceptionOfType(PayloadEncodingException.class).isThrownBy(() -> a.track(ROOM, "ann", new Object()));
		assertThatIllegalArgumentException().isThrownBy(() -> a.subscribe("a.**.b", (diff) -> {
		}));
		assertThatNullPointerException().isThrownBy(() -> a.track(ROOM, "ann", none()));
		assertThatNullPointerException().isThrownBy(() -> a.track(ROOM, none(), "1"));
		assertThat(a.topics()).isEmpty();
		PresenceRef ref = a.track(ROOM, "ann", "");
		assertThat(a.get(ROOM, "ann").get(0).meta(String.class)).isEmpty();
		assertThatExceptionOfType(PayloadEncodingException.class).isThrownBy(() -> a.update(ref, new Object()));
		PresenceSession stranger = a.open();
		assertThatIllegalArgumentException().isThrownBy(() -> stranger.update(ref, "2"));
		stranger.untrack(ref);
		assertThat(a.count(ROOM)).isEqualTo(1);
		a.untrack(ref);
		assertThatIllegalArgumentException().isThrownBy(() -> a.update(ref, "2")).withMessageContaining("no entry");
		assertThatIllegalArgumentException().isThrownBy(() -> a.update(new PresenceRef(1, 1), "2"));
	}

	/** As of callers who do not know of nullness. */
	@SuppressWarnings("NullAway")
	private static String none() {
		return null;
	}

	@Test
	void updateRacingWithUntrackIsRefusedAndLeavesNothing() {
		DefaultPresence a = node("a");
		DefaultPresence b = node("b");
		PresenceRef ref = a.track(ROOM, "ann", "1");
		a.update(ref, "2");
		a.untrack(ref);
		assertThatIllegalArgumentException().isThrownBy(() -> a.update(ref, "3"));
		pass(1);
		assertThat(b.count(ROOM)).isZero();
	}

	@Test
	void stateComesFirstAndThenDiffsWithoutAGap() {
		DefaultPresence a = node("a");
		for (int i = 0; i < 100; i++) {
			a.track("room:" + i % 7, "user-" + i, "1");
		}
		History history = new History("a");
		a.subscribe("room:*", history);
		PresenceRef ref = a.track(ROOM, "late", "2"); // before the state was told
		pass(1);
		a.update(ref, "3");
		pass(1);
		assertThat(history.problems()).isEmpty();
		assertThat(history.causes().subList(0, 7)).containsOnly(Cause.STATE);
		assertThat(history.causes().get(7)).isEqualTo(Cause.LOCAL);
		assertThat(history.state()).containsExactlyInAnyOrderElementsOf(History.expected(a, "room:*"));
	}

	@Test
	void slowListenerIsToldTheNetChangeWhichEqualsTheDifference() {
		DefaultPresence a = node("a");
		History history = new History("a");
		a.subscribe("**", PresenceOptions.defaults().queueCapacity(2), history);
		PresenceSession session = a.open();
		List<PresenceRef> refs = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			refs.add(session.track("room:" + i % 3, "user-" + i, "1"));
			if (i % 2 == 0) {
				session.untrack(refs.get(i));
			}
			else if (i % 3 == 0) {
				session.update(refs.get(i), "2");
			}
		}
		pass(1);
		assertThat(a.statistics().overflows()).isEqualTo(1);
		assertThat(history.causes()).hasSize(3).containsOnly(Cause.CATCH_UP);
		assertThat(history.joins()).isEqualTo(25);
		assertThat(history.leaves()).isZero();
		assertThat(history.problems()).isEmpty();
		assertThat(history.state()).containsExactlyInAnyOrderElementsOf(History.expected(a, "**"));
	}

	@Test
	void listenerThatThrowsHarmsNobody() {
		DefaultPresence a = node("a");
		History history = new History("a");
		a.subscribe("**", (diff) -> {
			throw new IllegalStateException("on purpose");
		});
		a.subscribe("**", PresenceOptions.defaults().fetch((topic, keys) -> {
			throw new IllegalStateException("on purpose");
		}), history);
		a.track(ROOM, "ann", "1");
		pass(1);
		assertThat(history.state()).hasSize(1);
		assertThat(a.statistics().listenerFailures()).isEqualTo(2);
	}

	@Test
	void fetchIsAskedOnceForAllKeysOfADiff() {
		DefaultPresence a = node("a");
		List<Set<String>> asked = new ArrayList<>();
		List<PresenceDiff> diffs = new ArrayList<>();
		a.subscribe("**", PresenceOptions.defaults().fetch((topic, keys) -> {
			asked.add(keys);
			return Map.of("ann", 42);
		}), diffs::add);
		a.open().trackAll(List.of(new NewPresence(ROOM, "ann", "1"), new NewPresence(ROOM, "bob", "2")));
		pass(1);
		assertThat(asked).containsExactly(Set.of("ann", "bob"));
		assertThat(diffs.get(0).joins().get(0).meta(Integer.class)).isEqualTo(42);
		assertThat(diffs.get(0).joins().get(1).meta(String.class)).isEqualTo("2");
	}

	@Test
	void closedSubscriptionIsToldNothingMore() {
		DefaultPresence a = node("a");
		History history = new History("a");
		Subscription subscription = a.subscribe(ROOM, history);
		assertThat(subscription.live()).isCompleted();
		a.track(ROOM, "ann", "1");
		subscription.close();
		subscription.close();
		a.track(ROOM, "bob", "1");
		pass(1);
		assertThat(history.joins()).isZero();
		assertThat(subscription.ended()).isCompleted();
		assertThat(a.statistics().listeners()).isZero();
	}

	@Test
	void nodeThatIsHiddenChangesMeanwhileAndReturnsGivesNetDiffsOnly() {
		DefaultPresence a = node("a");
		DefaultPresence b = node("b");
		PresenceRef stays = b.track(ROOM, "stays", "1");
		PresenceRef goes = b.track(ROOM, "goes", "1");
		History history = new History("a");
		a.subscribe("**", history);
		pass(1);
		this.network.partition(List.of(List.of(this.transports.get(0)), List.of(this.transports.get(1))));
		pass(60);
		assertThat(a.list(ROOM)).isEmpty();
		assertThat(a.origins()).anyMatch((origin) -> !origin.visible() && origin.entries() == 2);
		assertThat(history.state()).isEmpty();
		assertThat(history.causes()).contains(Cause.NODE_DOWN);
		b.untrack(goes);
		b.update(stays, "2");
		b.track(ROOM, "comes", "1");
		this.network.heal();
		pass(60);
		assertThat(a.list(ROOM)).extracting(PresenceEntry::key).containsExactlyInAnyOrder("stays", "comes");
		assertThat(history.problems()).isEmpty();
		assertThat(history.state()).containsExactlyInAnyOrderElementsOf(History.expected(a, "**"));
		assertThat(a.replication().snapshots()).as("no transfer but of what was missed").isZero();
	}

	@Test
	void gracefulLeaveIsImmediate() {
		DefaultPresence a = node("a");
		DefaultPresence b = node("b");
		b.track(ROOM, "ann", "1");
		pass(1);
		History history = new History("a");
		a.subscribe("**", history);
		this.transports.get(1).beginStop();
		pass(2);
		assertThat(a.list(ROOM)).isEmpty();
		assertThat(history.leaves()).isEqualTo(1);
		assertThat(a.statistics().entries()).isZero();
		assertThat(a.topics()).isEmpty();
	}

	@Test
	void entriesHandedOverAreUpdatesAndTheOthersLeaveAfterTheGrace() {
		this.settings = PresenceSettings.defaults().withHandOver(Duration.ofSeconds(20));
		DefaultPresence a = node("a");
		DefaultPresence b = node("b");
		b.track(ROOM, "ann", "1");
		b.track(ROOM, "bob", "1");
		pass(1);
		History history = new History("a");
		a.subscribe("**", history);
		pass(1);
		this.transports.get(1).beginStop();
		pass(3);
		assertThat(a.count(ROOM)).isEqualTo(2);
		DefaultPresence c = node("c");
		c.track(ROOM, "ann", "2");
		pass(1);
		assertThat(a.get(ROOM, "ann")).extracting((entry) -> entry.member().name()).containsExactly("c");
		assertThat(history.updates()).isEqualTo(1);
		assertThat(history.leaves()).isZero();
		assertThat(a.statistics().handedOver()).isEqualTo(1);
		pass(20);
		assertThat(a.list(ROOM)).extracting(PresenceEntry::key).containsExactly("ann");
		assertThat(history.leaves()).isEqualTo(1);
		assertThat(history.joins()).isEqualTo(2);
		assertThat(history.problems()).isEmpty();
		assertThat(history.state()).containsExactlyInAnyOrderElementsOf(History.expected(a, "**"));
	}

	@Test
	void awaitVisibleWaitsForAllMembersAndTimesOutWithoutThem() {
		DefaultPresence a = node("a");
		node("b");
		PresenceRef ref = a.track(ROOM, "ann", "1");
		CompletableFuture<Void> visible = a.awaitVisible(ref, Duration.ofMinutes(5));
		assertThat(visible).isNotDone();
		pass(1);
		assertThat(visible).isCompleted();
		this.network.cut(this.transports.get(0), this.transports.get(1));
		CompletableFuture<Void> never = a.awaitVisible(a.track(ROOM, "bob", "1"), Duration.ofMillis(1));
		assertThat(never).failsWithin(Duration.ofSeconds(30))
			.withThrowableThat()
			.withCauseInstanceOf(TimeoutException.class);
		assertThat(a.awaitVisible(new PresenceRef(1, 1), Duration.ofSeconds(1))).isCompletedExceptionally();
	}

	@Test
	void snapshotAndCursorNeverChange() {
		DefaultPresence a = node("a");
		for (int i = 0; i < 250; i++) {
			a.track(ROOM, "user-" + i, "1");
		}
		PresenceSnapshot snapshot = a.snapshot(List.of(ROOM, "room:2"));
		PresenceCursor cursor = a.cursor(ROOM);
		List<String> keys = new ArrayList<>();
		for (List<PresenceEntry> part = cursor.next(100); !part.isEmpty(); part = cursor.next(100)) {
			part.forEach((entry) -> keys.add(entry.key()));
			a.untrack(part.get(0).ref());
			a.track("room:2", "more", "1");
		}
		assertThat(keys).hasSize(250).doesNotHaveDuplicates();
		assertThat(cursor.total()).isEqualTo(250);
		assertThat(snapshot.count(ROOM)).isEqualTo(250);
		assertThat(snapshot.list("room:2")).isEmpty();
		assertThat(snapshot.get(ROOM, "user-0")).hasSize(1);
		assertThat(a.count(ROOM)).isEqualTo(247);
	}

	@Test
	void manyTopicsThatCameAndWentLeaveNothing() {
		DefaultPresence a = node("a");
		DefaultPresence b = node("b");
		for (int i = 0; i < 5000; i++) {
			a.untrack(a.track("room:" + i, "ann", "1"));
		}
		pass(5);
		assertThat(a.statistics().topics()).isEqualTo(OwnTopics.MAX_UNUSED);
		assertThat(b.statistics().topics()).isEqualTo(OwnTopics.MAX_UNUSED);
		assertThat(b.topics()).isEmpty();
		assertThat(b.statistics().entries()).isZero();
	}

	@Test
	void whatWasTrackedBeforeTheStartIsToldOnceTheNodeRuns() {
		SimulatedTransport transport = this.network.transport("late", "cluster", Map.of());
		DefaultPresence late = new DefaultPresence(transport, new PayloadCodecs(null), this.settings,
				ReplicationSettings.defaults(), transport.process().executor(), transport.process().clock(),
				this.simulation::nanoTime);
		PresenceRef ref = late.track(ROOM, "early", "1");
		assertThat(late.count(ROOM)).isEqualTo(1);
		DefaultPresence a = node("a");
		transport.beginStart();
		pass(5);
		assertThat(a.get(ROOM, "early")).extracting(PresenceEntry::ref).containsExactly(ref);
	}

}
