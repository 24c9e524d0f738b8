package dev.muster.test.transport;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.ClusterView;
import dev.muster.DuplicateNodeNameException;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.ViewChange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Start, stop, and what a transport says of itself.
 */
abstract class TransportLifecycleContract extends TransportContractFixture {

	@Test
	void whenStartedAloneThenItIsTheCoordinatorOfItsView() {
		ObservedTransport node = node("a");
		node.transport().start();
		ClusterView view = node.transport().view();
		assertThat(node.transport().isRunning()).isTrue();
		assertThat(view.members()).containsExactly(node.transport().self());
		assertThat(view.coordinator()).isEqualTo(node.transport().self());
		await("the first view", () -> !node.viewChanges().isEmpty());
		ViewChange first = node.viewChanges().get(0);
		assertThat(first.previous()).isNull();
		assertThat(first.current()).isEqualTo(view);
		assertThat(first.joined()).containsExactly(node.transport().self());
		assertThat(first.departed()).isEmpty();
		assertThat(first.mergedParts()).isEmpty();
	}

	@Test
	void selfHasNameAddressAndMetadata() {
		ObservedTransport node = observe(create("a", CLUSTER, Map.of("zone", "z1", "empty", "")));
		node.transport().start();
		Member self = node.transport().self();
		assertThat(self.name()).isEqualTo("a");
		assertThat(self.host()).isNotBlank();
		assertThat(self.port()).isBetween(1, 65535);
		assertThat(self.metadata()).containsExactlyInAnyOrderEntriesOf(Map.of("zone", "z1", "empty", ""));
	}

	@Test
	void whenNotYetStartedThenNothingWorks() {
		assertNotRunning(node("a").transport());
	}

	@Test
	void whenStoppedThenNothingWorks() {
		ObservedTransport node = node("a");
		node.transport().start();
		node.transport().stop();
		assertNotRunning(node.transport());
	}

	private static void assertNotRunning(ClusterTransport transport) {
		assertThat(transport.isRunning()).isFalse();
		assertThatExceptionOfType(NotRunningException.class).isThrownBy(transport::self);
		assertThatExceptionOfType(NotRunningException.class).isThrownBy(transport::view);
		assertThat(transport.send(MemberId.random(), CHANNEL, new byte[1])).isFalse();
		assertThat(transport.broadcast(CHANNEL, new byte[1])).isZero();
		assertThat(transport.maxFrameSize()).isPositive();
		assertThat(transport.statistics().framesSent()).isZero();
	}

	@Test
	void whenStartedTwiceThenTheSecondStartDoesNothing() {
		ObservedTransport node = node("a");
		node.transport().start();
		Member self = node.transport().self();
		ClusterView view = node.transport().view();
		node.transport().start();
		assertThat(node.transport().self()).isEqualTo(self);
		assertThat(node.transport().view()).isEqualTo(view);
	}

	@Test
	void whenStoppedTwiceOrBeforeTheStartThenNothingHappens() {
		ObservedTransport node = node("a");
		node.transport().stop();
		node.transport().start();
		node.transport().stop();
		node.transport().stop();
		assertThat(node.transport().isRunning()).isFalse();
	}

	@Test
	void whenRestartedThenItIsANewMemberAndRegistrationsLiveOn() {
		List<ObservedTransport> nodes = cluster(2);
		ObservedTransport first = nodes.get(0);
		ObservedTransport second = nodes.get(1);
		Member before = second.transport().self();
		await("the first view", () -> !second.viewChanges().isEmpty());
		second.transport().stop();
		awaitOneView(first);
		second.transport().start();
		awaitOneView(nodes);
		await("the view of the fresh start",
				() -> second.viewChanges().stream().filter((change) -> change.previous() == null).count() == 2);
		Member after = second.transport().self();
		assertThat(after.id()).isNotEqualTo(before.id());
		assertThat(after.name()).isEqualTo(before.name());
		assertThat(first.send(second, "welcome back")).isTrue();
		assertThat(second.send(first, "thank you")).isTrue();
		await("a frame each way", () -> first.frames().size() == 1 && second.frames().size() == 1);
		assertThat(first.framesFrom(after)).containsExactly("thank you");
	}

	@Test
	void everyStartDrawsAnotherId() {
		ObservedTransport node = node("a");
		Set<MemberId> ids = new HashSet<>();
		for (int i = 0; i < 3; i++) {
			node.transport().start();
			ids.add(node.id());
			node.transport().stop();
		}
		assertThat(ids).hasSize(3);
	}

	@Test
	void whenAnotherNodeRestartsUnderTheSameNameThenItIsTheYoungest() {
		List<ObservedTransport> nodes = cluster(3);
		ObservedTransport old = nodes.get(1);
		MemberId oldId = old.id();
		old.transport().stop();
		ObservedTransport fresh = node("b");
		fresh.transport().start();
		ClusterView view = awaitOneView(nodes.get(0), nodes.get(2), fresh);
		assertThat(view.contains(oldId)).isFalse();
		assertThat(view.members()).extracting(Member::name).containsExactly("a", "c", "b");
	}

	@Test
	void whenALiveMemberHasTheNameThenStartFails() {
		ObservedTransport owner = node("a");
		owner.transport().start();
		ObservedTransport second = node("a");
		assertThatThrownBy(() -> second.transport().start()).isInstanceOfSatisfying(DuplicateNodeNameException.class,
				(ex) -> {
					Member self = owner.transport().self();
					assertThat(ex.nodeName()).isEqualTo("a");
					assertThat(ex.owner()).isEqualTo(self.host() + ":" + self.port());
				});
		assertThat(second.transport().isRunning()).isFalse();
		assertThat(owner.transport().view().members()).containsExactly(owner.transport().self());
		owner.transport().stop();
		second.transport().start();
		assertThat(second.transport().isRunning()).isTrue();
	}

}
