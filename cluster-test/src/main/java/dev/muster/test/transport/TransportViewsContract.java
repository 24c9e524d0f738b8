package dev.muster.test.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.Registration;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Joins, goodbyes, and what view listeners are told.
 */
abstract class TransportViewsContract extends TransportLifecycleContract {

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 5 })
	void whenNodesJoinOneAfterTheOtherThenAllHaveOneViewOldestFirst(int size) {
		List<ObservedTransport> nodes = cluster(size);
		ClusterView view = nodes.get(0).transport().view();
		assertThat(view.members()).isEqualTo(nodes.stream().map((node) -> node.transport().self()).toList());
		assertThat(view.coordinator()).isEqualTo(nodes.get(0).transport().self());
		for (ObservedTransport node : nodes) {
			assertThat(node.transport().view()).isEqualTo(view);
			await("the listener of " + node + " is told", () -> !node.viewChanges().isEmpty()
					&& node.viewChanges().get(node.viewChanges().size() - 1).current().equals(view));
		}
	}

	@Test
	void whenNodesStartTogetherThenTheyEndInOneView() {
		List<ObservedTransport> nodes = List.of(node("a"), node("b"), node("c"));
		together(nodes.stream().<Runnable>map((node) -> node.transport()::start).toList());
		awaitOneView(nodes);
	}

	@Test
	void othersSeeNameAddressAndMetadata() {
		ObservedTransport first = node("a");
		first.transport().start();
		ObservedTransport second = observe(create("b", CLUSTER, Map.of("zone", "zürich")));
		second.transport().start();
		awaitOneView(first, second);
		Member seen = first.transport().view().members().get(1);
		Member self = second.transport().self();
		assertThat(seen.name()).isEqualTo("b");
		assertThat(seen.host()).isEqualTo(self.host());
		assertThat(seen.port()).isEqualTo(self.port());
		assertThat(seen.metadata()).containsExactly(Map.entry("zone", "zürich"));
		assertThat(first.transport().self().port()).as("each has an address of its own")
			.satisfiesAnyOf((port) -> assertThat(port).isNotEqualTo(self.port()),
					(port) -> assertThat(first.transport().self().host()).isNotEqualTo(self.host()));
	}

	@Test
	void whenAMemberStopsThenTheOthersSeeThatItLeft() {
		List<ObservedTransport> nodes = cluster(3);
		Member gone = nodes.get(2).transport().self();
		nodes.get(2).transport().stop();
		ClusterView view = awaitOneView(nodes.get(0), nodes.get(1));
		assertThat(view.coordinator()).isEqualTo(nodes.get(0).transport().self());
		awaitDeparture(nodes.subList(0, 2), gone, Departure.LEFT);
	}

	@Test
	void whenTheCoordinatorStopsThenTheNextOldestTakesOver() {
		List<ObservedTransport> nodes = cluster(3);
		Member gone = nodes.get(0).transport().self();
		nodes.get(0).transport().stop();
		ClusterView view = awaitOneView(nodes.get(1), nodes.get(2));
		assertThat(view.coordinator()).isEqualTo(nodes.get(1).transport().self());
		awaitDeparture(nodes.subList(1, 3), gone, Departure.LEFT);
	}

	@Test
	void whenAllButOneStopTogetherThenOneStays() {
		List<ObservedTransport> nodes = cluster(4);
		together(nodes.subList(0, 3).stream().<Runnable>map((node) -> node.transport()::stop).toList());
		ClusterView view = awaitOneView(nodes.get(3));
		assertThat(view.coordinator()).isEqualTo(nodes.get(3).transport().self());
	}

	@Test
	void whenAViewListenerThrowsThenTheOthersAreStillTold() {
		ObservedTransport node = observe(withThrowingListener(create("a", CLUSTER, Map.of())));
		node.transport().start();
		ObservedTransport second = node("b");
		second.transport().start();
		awaitOneView(node, second);
		await("the listener behind the one that throws", () -> node.viewChanges().size() == 2);
		assertThat(second.send(node, "still there?")).isTrue();
		await("a frame", () -> node.frames().size() == 1);
	}

	private static ClusterTransport withThrowingListener(ClusterTransport transport) {
		transport.addViewListener((change) -> {
			throw new IllegalStateException("thrown by a test's view listener");
		});
		return transport;
	}

	@Test
	void whenAViewListenerIsClosedThenItIsToldNoMore() {
		ObservedTransport first = node("a");
		AtomicInteger calls = new AtomicInteger();
		Registration registration = first.transport().addViewListener((change) -> calls.incrementAndGet());
		first.transport().start();
		await("the first view", () -> calls.get() == 1);
		registration.close();
		registration.close();
		ObservedTransport second = node("b");
		second.transport().start();
		awaitOneView(first, second);
		await("the second view", () -> first.viewChanges().size() == 2);
		assertThat(calls).hasValue(1);
	}

	@Test
	void whenAViewListenerIsAddedLateThenItIsToldOfTheNextView() {
		ObservedTransport first = node("a");
		first.transport().start();
		await("the first view", () -> first.viewChanges().size() == 1);
		List<ClusterView> views = new ArrayList<>();
		first.transport().addViewListener((change) -> {
			synchronized (views) {
				views.add(change.current());
			}
		});
		ObservedTransport second = node("b");
		second.transport().start();
		ClusterView view = awaitOneView(first, second);
		await("the second view", () -> {
			synchronized (views) {
				return !views.isEmpty();
			}
		});
		assertThat(views).containsExactly(view);
	}

	@Test
	void framesSentFromViewListenersReachEveryMemberThatJoins() {
		List<ObservedTransport> nodes = new ArrayList<>();
		for (String name : List.of("a", "b", "c", "d")) {
			ObservedTransport node = node(name);
			node.transport().addViewListener((change) -> change.joined().forEach((joined) -> {
				if (!joined.equals(node.transport().self())) {
					node.transport().send(joined.id(), CHANNEL, ObservedTransport.bytes("hello"));
				}
			}));
			nodes.add(node);
		}
		together(nodes.stream().<Runnable>map((node) -> node.transport()::start).toList());
		awaitOneView(nodes);
		for (ObservedTransport node : nodes) {
			await("a hello to " + node + " from each other member",
					() -> node.frames()
						.stream()
						.map(ObservedTransport.Frame::sender)
						.collect(Collectors.toSet())
						.size() == 3);
		}
	}

	@Test
	void whenClustersHaveOtherNamesThenTheyStayApartAndBothShowWhy() {
		List<ObservedTransport> nodes = cluster(2);
		ObservedTransport stranger = observe(create("a", "stranger", Map.of()));
		stranger.transport().start();
		await("the stranger shows the refusal", () -> otherClusterRefused(stranger));
		await("a member shows the refusal", () -> nodes.stream().anyMatch(this::otherClusterRefused));
		assertThat(stranger.transport().view().size()).isEqualTo(1);
		awaitOneView(nodes);
		assertThat(stranger.broadcast("anybody?")).isZero();
		assertThat(nodes.get(0).broadcast("between us")).isEqualTo(1);
		await("a frame between members", () -> nodes.get(1).frames().size() == 1);
		assertThat(stranger.frames()).isEmpty();
	}

	private boolean otherClusterRefused(ObservedTransport node) {
		return node.transport()
			.refusals()
			.stream()
			.anyMatch((refusal) -> refusal.reason() == Refusal.Reason.OTHER_CLUSTER && refusal.count() > 0
					&& !refusal.address().isBlank());
	}

	final void awaitDeparture(List<ObservedTransport> witnesses, Member gone, Departure reason) {
		for (ObservedTransport witness : witnesses) {
			await(witness + " is told that " + gone + " departed", () -> witness.departure(gone).isPresent());
			assertThat(witness.departure(gone)).as("how %s departed, seen by %s", gone, witness).hasValue(reason);
		}
	}

}
