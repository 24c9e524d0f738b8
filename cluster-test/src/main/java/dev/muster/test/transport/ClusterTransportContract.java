package dev.muster.test.transport;

import java.util.List;
import java.util.Map;

import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.ViewChange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link ClusterTransport} promises, as tests. An implementation extends this
 * class and gives at least {@link #create(String, String, Map) create}. Tests of a fault
 * that it cannot make are skipped, with a message.
 *
 * <pre>
 * class MyTransportTests extends ClusterTransportContract {
 *     &#64;Override
 *     protected ClusterTransport create(String name, String clusterName, Map&lt;String, String&gt; metadata) {
 *         return new MyTransport(name, clusterName, metadata, this.addressesOfThisTest);
 *     }
 * }
 * </pre>
 *
 * <p>
 * By default time is real: the tests wait for conditions, up to the {@link #deadline()}.
 * An implementation on virtual time overrides {@code await}, which then lets time pass,
 * and {@code together}. No view is ever expected within less than the deadline, so use
 * short timeouts of failure detection and merging to have fast tests.
 */
public abstract class ClusterTransportContract extends TransportFramesContract {

	@Test
	void whenAMemberCrashesThenTheOthersSeeThatItFailed() {
		List<ObservedTransport> nodes = cluster(3);
		Member gone = nodes.get(2).transport().self();
		crash(nodes.get(2).transport());
		ClusterView view = awaitOneView(nodes.get(0), nodes.get(1));
		assertThat(view.coordinator()).isEqualTo(nodes.get(0).transport().self());
		awaitDeparture(nodes.subList(0, 2), gone, Departure.FAILED);
		assertThat(nodes.get(0).transport().send(gone.id(), CHANNEL, new byte[1])).isFalse();
	}

	@Test
	void whenTheCoordinatorCrashesThenTheNextOldestTakesOver() {
		List<ObservedTransport> nodes = cluster(3);
		Member gone = nodes.get(0).transport().self();
		crash(nodes.get(0).transport());
		ClusterView view = awaitOneView(nodes.get(1), nodes.get(2));
		assertThat(view.coordinator()).isEqualTo(nodes.get(1).transport().self());
		awaitDeparture(nodes.subList(1, 3), gone, Departure.FAILED);
	}

	@Test
	void whenTwoMembersCrashAtOnceThenTheThirdStaysAlone() {
		List<ObservedTransport> nodes = cluster(3);
		crash(nodes.get(0).transport());
		crash(nodes.get(1).transport());
		awaitOneView(nodes.get(2));
	}

	@Test
	void whenACrashedNodeRestartsUnderTheSameNameThenItIsANewMember() {
		List<ObservedTransport> nodes = cluster(3);
		Member gone = nodes.get(1).transport().self();
		crash(nodes.get(1).transport());
		awaitOneView(nodes.get(0), nodes.get(2));
		ObservedTransport fresh = node("b");
		fresh.transport().start();
		ClusterView view = awaitOneView(nodes.get(0), nodes.get(2), fresh);
		assertThat(view.contains(gone.id())).isFalse();
		assertThat(nodes.get(0).broadcast("welcome")).isEqualTo(2);
		await("a frame for the new member", () -> fresh.frames().size() == 1);
	}

	@Test
	void whenTheNetworkIsPartedThenEachSideHasItsView() {
		List<ObservedTransport> nodes = cluster(5);
		List<ObservedTransport> majority = nodes.subList(0, 3);
		List<ObservedTransport> minority = nodes.subList(3, 5);
		Member lost = nodes.get(4).transport().self();
		partitionInto(majority, minority);
		assertThat(awaitOneView(majority).coordinator()).isEqualTo(nodes.get(0).transport().self());
		assertThat(awaitOneView(minority).coordinator()).isEqualTo(nodes.get(3).transport().self());
		awaitDeparture(majority, lost, Departure.FAILED);
		assertThat(nodes.get(0).send(nodes.get(4), "across")).isFalse();
		assertThat(nodes.get(0).broadcast("within")).isEqualTo(2);
		assertThat(nodes.get(3).broadcast("within")).isEqualTo(1);
		await("frames within each part", () -> nodes.get(1).frames().size() == 1 && nodes.get(2).frames().size() == 1
				&& nodes.get(4).frames().size() == 1);
	}

	@Test
	void whenTheNetworkHealsThenAllSeeTheMergeOfTheParts() {
		List<ObservedTransport> nodes = cluster(5);
		partitionInto(nodes.subList(0, 3), nodes.subList(3, 5));
		ClusterView first = awaitOneView(nodes.subList(0, 3));
		ClusterView second = awaitOneView(nodes.subList(3, 5));
		heal();
		ClusterView merged = awaitOneView(nodes);
		assertThat(merged.number()).isGreaterThan(Math.max(first.number(), second.number()));
		for (ObservedTransport node : nodes) {
			await(node + " is told of the merge", () -> node.merge().isPresent());
			ViewChange change = node.merge().orElseThrow();
			assertThat(change.mergedParts()).as("parts of the merge, seen by %s", node)
				.containsExactlyInAnyOrder(first, second);
			assertThat(change.current()).isEqualTo(merged);
			assertThat(change.departed()).isEmpty();
			List<ObservedTransport> others = (nodes.indexOf(node) < 3) ? nodes.subList(3, 5) : nodes.subList(0, 3);
			assertThat(change.joined()).as("who joined, seen by %s", node)
				.containsExactlyInAnyOrderElementsOf(others.stream().map((other) -> other.transport().self()).toList());
		}
	}

	@Test
	void whenTheNetworkHasHealedThenFramesCrossAgainExactlyOnceAndInOrder() {
		List<ObservedTransport> nodes = cluster(3);
		List<ObservedTransport> rest = nodes.subList(1, 3);
		nodes.forEach((node) -> node.broadcast("before"));
		await("the frames before", () -> nodes.stream().allMatch((node) -> node.frames().size() == 2));
		partitionInto(nodes.subList(0, 1), rest);
		awaitOneView(nodes.get(0));
		awaitOneView(rest);
		nodes.forEach((node) -> node.broadcast("apart"));
		heal();
		awaitOneView(nodes);
		for (int i = 0; i < 100; i++) {
			String text = "after " + i;
			nodes.forEach((node) -> assertThat(node.broadcast(text)).isEqualTo(2));
		}
		for (ObservedTransport node : nodes) {
			boolean alone = node == nodes.get(0);
			await("all frames at " + node, () -> node.frames().size() >= (alone ? 202 : 203));
			for (ObservedTransport sender : nodes) {
				List<String> frames = node.framesFrom(sender.transport().self());
				if (sender != node) {
					boolean together = !alone && sender != nodes.get(0);
					assertThat(frames).startsWith("before").hasSize(together ? 102 : 101).endsWith("after 99");
					assertThat(frames).doesNotHaveDuplicates();
					assertThat(frames.contains("apart")).isEqualTo(together);
				}
			}
		}
	}

}
