package dev.muster.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import dev.muster.sample.HostedBoards.Node;
import dev.muster.sample.MembershipJournal.Change;
import dev.muster.sample.MembershipJournal.What;
import dev.muster.sample.VisitorsJournal.Posted;
import dev.muster.sample.VisitorsJournal.Shown;
import dev.muster.sample.VisitorsJournal.View;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample on three hosts, while messages are posted on every node: each node is killed
 * once and comes back.
 */
class BoardNamespacesIT {

	/** How many messages prove that they flow: those of a second. */
	private static final int MESSAGES = 10;

	/** The messages of so long fit into a room, so that none is forgotten unseen. */
	private static final Duration SILENCE = Duration.ofSeconds(5);

	@TempDir
	private Path logs;

	/** Since when the nodes, by id, are in the views of all. */
	private final Map<String, Long> since = new HashMap<>();

	private final List<Node> everStarted = new ArrayList<>();

	@ParameterizedTest
	@ValueSource(strings = { "multicast", "static" })
	void whenEachIsKilledInTurnThenMessagesFlowAndItComesBack(String strategy) {
		long begun = System.nanoTime();
		try (HostedBoards boards = new HostedBoards(strategy, this.logs)) {
			try {
				long formed = boards.awaitOneView();
				tell(strategy, "three formed after their JVMs began", begun, formed);
				assertThatAddressesWereFound(boards);
				boards.running().forEach((node) -> enter(boards, node, formed));
				awaitPeopleOfRunning(boards);
				awaitTalking(boards);
				for (String victim : victims(boards)) {
					killAndRestart(strategy, boards, victim);
				}
				endPosts(boards);
				assertThatNothingWasLost(strategy, boards);
			}
			catch (Throwable ex) {
				System.out.println(boards.story());
				throw ex;
			}
		}
	}

	private static void assertThatAddressesWereFound(HostedBoards boards) {
		List<String> addresses = boards.running().stream().map(Node::address).toList();
		assertThat(boards.running()).allSatisfy(
				(node) -> assertThat(boards.view(node).status().members()).extracting(ClusterStatus.MemberStatus::host)
					.containsExactlyInAnyOrderElementsOf(addresses));
	}

	/** Return a member, the coordinator, and the member that has become coordinator. */
	private static List<String> victims(HostedBoards boards) {
		String coordinator = boards.view(boards.running().get(0)).coordinator();
		List<String> members = new ArrayList<>(HostedBoards.NAMES);
		members.remove(coordinator);
		return List.of(members.get(0), coordinator, members.get(1));
	}

	private void enter(HostedBoards boards, Node node, long at) {
		this.everStarted.add(node);
		this.since.put(node.id(), at);
		boards.post(node);
	}

	private void killAndRestart(String strategy, HostedBoards boards, String victim) {
		boolean coordinator = boards.view(boards.running().get(0)).coordinator().equals(victim);
		long killed = boards.kill(victim);
		List<Node> others = boards.running();
		tell(strategy, "kill -9 of " + (coordinator ? "the coordinator" : "a member") + " seen by both others", killed,
				boards.awaitOneView());
		boards.await("news that " + victim + " failed",
				() -> others.stream().allMatch((node) -> newsOfFailure(boards.view(node), victim)));
		tell(strategy, "whose visitor is in no room any more", killed, awaitPeopleOfRunning(boards));
		awaitTalking(boards);
		long restarted = System.nanoTime();
		Node again = boards.start(victim);
		long back = boards.awaitOneView();
		tell(strategy, "taken back after its JVM began", restarted, back);
		enter(boards, again, back);
		awaitPeopleOfRunning(boards);
		awaitTalking(boards);
		tell(strategy, "shown by the others what is posted there", back,
				others.stream().mapToLong((node) -> firstShown(boards, node, again, back)).max().orElseThrow());
		tell(strategy, "shown there what is posted on the others", back,
				others.stream().mapToLong((node) -> firstShown(boards, again, node, back)).max().orElseThrow());
	}

	/** Wait until all show the visitors of running nodes in the room, and nobody else. */
	private static long awaitPeopleOfRunning(HostedBoards boards) {
		List<String> people = boards.running().stream().map(Node::id).sorted().toList();
		boards.await("room with just " + people,
				() -> boards.running().stream().allMatch((node) -> boards.journal().people(node.id()).equals(people)));
		return System.nanoTime();
	}

	private static boolean newsOfFailure(View view, String name) {
		Change newest = view.status().changes().get(0);
		return newest.member().equals(name) && newest.what() == What.FAILED;
	}

	private static List<Integer> postedSince(HostedBoards boards, Node node, long time) {
		return boards.journal()
			.posted(node.id())
			.stream()
			.filter((message) -> message.nanos() >= time)
			.map(Posted::number)
			.toList();
	}

	/** Return what a node showed of another's messages, from a number on. */
	private static List<Shown> shownFrom(HostedBoards boards, Node on, Node from, int number) {
		return boards.journal()
			.shown(on.id(), from.id())
			.stream()
			.filter((message) -> message.number() >= number)
			.toList();
	}

	/** Return when the first message that was posted since some time was shown. */
	private static long firstShown(HostedBoards boards, Node on, Node from, long time) {
		return shownFrom(boards, on, from, postedSince(boards, from, time).get(0)).get(0).nanos();
	}

	/** Wait until each running node has shown messages of each that are posted now. */
	private static void awaitTalking(HostedBoards boards) {
		Map<String, Integer> numbers = new HashMap<>();
		boards.running().forEach((from) -> numbers.put(from.id(), lastPosted(boards, from) + MESSAGES));
		awaitShown(boards, numbers);
	}

	private static int lastPosted(HostedBoards boards, Node node) {
		List<Posted> posted = boards.journal().posted(node.id());
		return posted.isEmpty() ? 0 : posted.get(posted.size() - 1).number();
	}

	/** Wait until each running node has shown each one's message of some number. */
	private static void awaitShown(HostedBoards boards, Map<String, Integer> numbers) {
		for (Node on : boards.running()) {
			for (Node from : boards.running()) {
				int number = numbers.getOrDefault(from.id(), 0);
				boards.await("message " + number + " of " + from.id() + " on " + on.id(),
						() -> !shownFrom(boards, on, from, number).isEmpty());
			}
		}
	}

	private static void endPosts(HostedBoards boards) {
		boards.quiet();
		Map<String, Integer> numbers = new HashMap<>();
		boards.running().forEach((from) -> numbers.put(from.id(), lastPosted(boards, from)));
		awaitShown(boards, numbers);
	}

	private void assertThatNothingWasLost(String strategy, HostedBoards boards) {
		Duration silence = Duration.ZERO;
		for (Node from : this.everStarted) {
			assertThatAllWasTaken(strategy, boards, from);
			for (Node on : this.everStarted) {
				Duration longest = assertThatShownInOrder(boards, on, from);
				silence = (longest.compareTo(silence) > 0) ? longest : silence;
			}
		}
		System.out.printf("%s: no two messages of a node were shown more than %d ms apart%n", strategy,
				silence.toMillis());
		assertThat(silence).isLessThan(SILENCE);
	}

	private static void assertThatAllWasTaken(String strategy, HostedBoards boards, Node node) {
		List<Posted> posted = boards.journal().posted(node.id());
		boolean runs = boards.running().contains(node);
		// The last call to a node that was killed has no answer
		assertThat(runs ? posted : posted.subList(0, posted.size() - 1)).as("posted on " + node.id())
			.isNotEmpty()
			.allSatisfy((message) -> assertThat(message.status()).isEqualTo(201));
		if (runs) {
			System.out.printf("%s: %d messages posted on %s, the slowest in %d ms%n", strategy, posted.size(),
					node.id(), posted.stream().mapToLong(Posted::millis).max().orElseThrow());
		}
	}

	/**
	 * Assert that a node showed all that was posted on another one while both were in the
	 * views, once and in order. If one of them was killed, the end may be missing.
	 * @return the longest time between two of them
	 */
	private Duration assertThatShownInOrder(HostedBoards boards, Node on, Node from) {
		// What was posted before a node came it gets as history, in no order
		long begin = Math.max(since(on), since(from));
		List<Integer> posted = postedSince(boards, from, begin);
		List<Shown> shown = posted.isEmpty() ? List.of() : shownFrom(boards, on, from, posted.get(0));
		List<Integer> expected = posted;
		if (boards.running().containsAll(List.of(on, from))) {
			assertThat(posted).isNotEmpty();
		}
		else {
			expected = posted.subList(0, Math.min(posted.size(), shown.size()));
		}
		assertThat(shown.stream().map(Shown::number)).as("posted on %s, shown on %s", from.id(), on.id())
			.containsExactlyElementsOf(expected);
		return Duration.ofNanos(IntStream.range(1, shown.size())
			.mapToLong((i) -> shown.get(i).nanos() - shown.get(i - 1).nanos())
			.max()
			.orElse(0));
	}

	private long since(Node node) {
		Long nanos = this.since.get(node.id());
		return Objects.requireNonNull(nanos, node.id());
	}

	private static void tell(String strategy, String what, long from, long to) {
		System.out.printf("%s: %s after %d ms%n", strategy, what, Duration.ofNanos(to - from).toMillis());
	}

}
