package dev.muster.presence;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import dev.muster.test.simulation.SimulatedTransport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What has broken other trackers of presence, case by case, on a simulated network.
 */
class PresenceFaultTests extends SimulatedPresence {

	private final List<History> histories = new ArrayList<>();

	private DefaultPresence watched(String name) {
		DefaultPresence node = node(name);
		History history = new History(name);
		this.histories.add(history);
		node.subscribe("**", history);
		return node;
	}

	private void assertAllAgree(List<DefaultPresence> nodes, int entries) {
		List<String> expected = History.expected(nodes.get(0), "**");
		assertThat(expected).hasSize(entries);
		for (DefaultPresence node : nodes) {
			assertThat(History.expected(node, "**")).containsExactlyInAnyOrderElementsOf(expected);
		}
		for (History history : this.histories) {
			assertThat(history.problems()).isEmpty();
			assertThat(history.state()).containsExactlyInAnyOrderElementsOf(expected);
		}
	}

	private void partition(int... sizes) {
		List<List<SimulatedTransport>> parts = new ArrayList<>();
		int next = 0;
		for (int size : sizes) {
			parts.add(this.transports.subList(next, next + size));
			next += size;
		}
		this.network.partition(parts);
	}

	@Test
	void whenTheWallClockJumpsAnHourThenNothingButWhatItTellsDoes() {
		AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
		InstantSource clock = () -> this.simulation.clock().instant().plus(offset.get());
		DefaultPresence a = node("a", clock);
		DefaultPresence b = watched("b");
		PresenceRef before = a.track(ROOM, "before", "1");
		pass(1);
		for (int hours : List.of(1, -1)) {
			offset.set(Duration.ofHours(hours));
			a.update(before, "at " + hours);
			a.track(ROOM, "at " + hours, "1");
			pass(60);
			assertThat(b.get(ROOM, "before").get(0).meta()).isEqualTo("at " + hours);
		}
		assertAllAgree(List.of(a, b), 3);
		assertThat(b.get(ROOM, "at 1").get(0).since())
			.isAfter(b.get(ROOM, "before").get(0).since().plus(Duration.ofMinutes(59)));
		assertThat(b.get(ROOM, "at -1").get(0).since()).as("not before its node began")
			.isAfterOrEqualTo(b.get(ROOM, "before").get(0).since().minusSeconds(10));
		assertThat(b.replication().snapshots()).isZero();
		assertThat(b.replication().diverged()).isZero();
	}

	@Test
	void whenTwoNodesHaveFiftyOneEntriesEachBeforeTheyMeetThenBothHaveAll() {
		DefaultPresence a = watched("a");
		partition(1);
		DefaultPresence b = watched("b");
		assertThat(this.transports.get(1).view().size()).isEqualTo(1);
		for (int i = 0; i < 51; i++) {
			a.track(ROOM, "a-" + i, "1");
			b.track(ROOM, "b-" + i, "1");
		}
		pass(5);
		this.network.heal();
		pass(30);
		assertAllAgree(List.of(a, b), 102);
	}

	@Test
	void whenThreeIslandsMergeAtOnceThenAllHaveAll() {
		List<DefaultPresence> nodes = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			nodes.add(watched("n" + i));
			nodes.get(i).track(ROOM, "first-" + i, "1");
		}
		pass(1);
		assertAllAgree(nodes, 6);
		partition(2, 2, 2);
		pass(60);
		for (int i = 0; i < 6; i++) {
			assertThat(nodes.get(i).count(ROOM)).isEqualTo(2);
			PresenceRef gone = nodes.get(i).get(ROOM, "first-" + i).get(0).ref();
			nodes.get(i).untrack(gone);
			nodes.get(i).track(ROOM, "second-" + i, "1");
			nodes.get(i).track("room:" + i, "third-" + i, "1");
		}
		pass(5);
		this.network.heal();
		pass(60);
		assertAllAgree(nodes, 12);
	}

	@Test
	void whenANodeRestartsWithinASecondThenNothingOfTheEarlierOneIsLeft() {
		DefaultPresence a = watched("a");
		DefaultPresence b = node("b");
		b.track(ROOM, "ann", "old");
		b.track(ROOM, "gone", "old");
		pass(1);
		assertThat(a.count(ROOM)).isEqualTo(2);
		this.network.crash(this.transports.get(1));
		DefaultPresence again = node("b"); // before anybody misses it
		again.track(ROOM, "ann", "new");
		pass(1);
		assertThat(a.list(ROOM)).extracting((entry) -> entry.meta(String.class)).containsExactly("new");
		pass(60);
		assertAllAgree(List.of(a, again), 1);
		assertThat(a.origins()).hasSize(2);
	}

	@Test
	void whatComesAndGoesLeavesNoMemoryBehind() {
		DefaultPresence a = node("a");
		DefaultPresence b = watched("b");
		churn(a, 400); // fills what is bounded, such as the log
		long before = heap();
		churn(a, 300);
		assertThat(heap() - before).as("bytes kept of 30,000 entries").isLessThan(1_000_000);
		assertAllAgree(List.of(a, b), 0);
	}

	private void churn(DefaultPresence node, int sessions) {
		for (int i = 0; i < sessions; i++) {
			try (PresenceSession session = node.open()) {
				for (int j = 0; j < 100; j++) {
					session.track("room:" + sessions + ":" + i, "user-" + j, "m".repeat(50));
				}
				this.simulation.runFor(Duration.ofMillis(20));
			}
		}
		pass(5);
	}

	private static long heap() {
		long used = Long.MAX_VALUE;
		for (int i = 0; i < 4; i++) {
			System.gc();
			used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return used;
	}

}
