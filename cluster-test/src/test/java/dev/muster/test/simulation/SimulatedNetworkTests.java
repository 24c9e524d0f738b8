package dev.muster.test.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import dev.muster.Departure;
import dev.muster.MemberId;
import dev.muster.transport.ViewChange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What each fault of the {@link SimulatedNetwork} does.
 */
class SimulatedNetworkTests {

	private static final int CHANNEL = 1;

	private static final Duration LONG = Duration.ofSeconds(30);

	private final Simulation simulation = new Simulation(1);

	private final SimulatedNetwork network = new SimulatedNetwork(this.simulation);

	private final SimulatedTransport a = this.network.transport("a", "cluster", Map.of());

	private final SimulatedTransport b = this.network.transport("b", "cluster", Map.of());

	private final SimulatedTransport c = this.network.transport("c", "cluster", Map.of());

	private final List<Byte> received = new ArrayList<>();

	SimulatedNetworkTests() {
		this.b.openChannel(CHANNEL, (sender, frame) -> this.received.add(frame[0]));
		List.of(this.a, this.b, this.c).forEach(SimulatedTransport::start);
		await(() -> this.a.view().equals(this.c.view()) && this.b.view().equals(this.c.view()));
	}

	@Test
	void whenPacketsAreLostDuplicatedAndReorderedThenFramesStillArriveOnceInOrder() {
		this.network.setConditions(LinkConditions.good()
			.withLoss(0.5)
			.withDuplication(0.5)
			.withReordering(0.5)
			.withDelay(Duration.ofMillis(1), Duration.ofMillis(50)));
		List<Byte> sent = new ArrayList<>();
		long before = this.network.transmitted();
		for (byte i = 0; i < 100; i++) {
			sent.add(i);
			this.a.send(this.b.self().id(), CHANNEL, new byte[] { i });
		}
		await(() -> this.received.size() >= 100);
		assertThat(this.received).isEqualTo(sent);
		assertThat(this.network.transmitted() - before).as("packets, repeated ones and answers among them")
			.isGreaterThan(200);
	}

	@Test
	void whenALinkIsCutOneWayThenFramesWaitWhileBothStayInTheView() {
		this.network.cut(this.c, this.b);
		assertThat(this.c.send(this.b.self().id(), CHANNEL, new byte[] { 1 })).isTrue();
		// b misses c, but the coordinator hears everybody
		this.simulation.runFor(LONG);
		assertThat(this.received).isEmpty();
		assertThat(this.b.view().size()).isEqualTo(3);
		this.network.heal();
		await(() -> this.received.size() == 1);
	}

	@Test
	void whenTheCoordinatorIsMuteThenItKeepsItsViewWhileTheOthersHaveAnother() {
		this.network.cut(this.a, this.b);
		this.network.cut(this.a, this.c);
		await(() -> this.b.view().size() == 2 && this.c.view().size() == 2);
		this.simulation.runFor(LONG);
		assertThat(this.a.view().size()).as("it hears all, so it misses nobody").isEqualTo(3);
		assertThat(this.b.view().coordinator()).isEqualTo(this.b.self());
		this.network.heal();
		await(() -> this.b.view().size() == 3 && this.b.view().equals(this.a.view()));
	}

	@Test
	void whenANodeIsPausedThenTheOthersMissItAndItComesBack() {
		MemberId id = this.c.self().id();
		List<ViewChange> changes = new ArrayList<>();
		this.a.addViewListener(changes::add);
		this.network.pause(this.c);
		await(() -> this.a.view().size() == 2);
		this.simulation.runFor(LONG);
		assertThat(this.c.view().size()).as("it sleeps").isEqualTo(3);
		this.network.resume(this.c);
		await(() -> this.a.view().size() == 3 && this.c.view().equals(this.a.view()));
		this.simulation.runFor(Duration.ofSeconds(1));
		assertThat(this.c.self().id()).isEqualTo(id);
		assertThat(changes.get(0).departed()).extracting(ViewChange.DepartedMember::reason)
			.containsExactly(Departure.FAILED);
		assertThat(changes.get(changes.size() - 1).mergedParts()).hasSize(2);
	}

	@Test
	void whenANodeIsPausedBrieflyThenNobodyMissesIt() {
		MembershipTimings timings = this.network.timings();
		this.network.pause(this.c);
		this.a.send(this.c.self().id(), CHANNEL, new byte[1]);
		this.simulation.runFor(timings.detection().dividedBy(2));
		this.network.resume(this.c);
		long views = this.c.statistics().viewChanges();
		this.simulation.runFor(LONG);
		assertThat(this.c.statistics().viewChanges()).isEqualTo(views);
		assertThat(this.c.statistics().framesDropped()).as("the frame came, for nobody").isEqualTo(1);
	}

	@Test
	void whenAProcessIsPausedOrKilledThenItCannotAct() {
		this.network.pause(this.c);
		assertThatIllegalStateException().isThrownBy(() -> this.c.broadcast(CHANNEL, new byte[1]))
			.withMessageContaining("resume it first");
		this.network.crash(this.c);
		assertThat(this.c.isRunning()).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> this.c.start())
			.withMessageContaining("make a new transport");
	}

	@Test
	void whenACrashedNodeRestartsThenItHasItsAddressAndTheOldMemberIsReplacedAtOnce() {
		String host = this.c.self().host();
		MemberId old = this.c.self().id();
		this.network.crash(this.c);
		SimulatedTransport fresh = this.network.transport("c", "cluster", Map.of());
		fresh.start();
		await(() -> this.b.view().contains(fresh.self().id()));
		assertThat(fresh.self().host()).isEqualTo(host);
		assertThat(this.b.view().contains(old)).isFalse();
		assertThat(this.b.view().size()).isEqualTo(3);
	}

	@Test
	void whenConditionsAreSetForOneLinkThenTheOthersKeepTheirs() {
		this.network.setConditions(this.a, this.b,
				LinkConditions.good().withDelay(Duration.ofSeconds(1), Duration.ZERO));
		long begin = this.simulation.nanoTime();
		this.c.send(this.b.self().id(), CHANNEL, new byte[] { 2 });
		this.a.send(this.b.self().id(), CHANNEL, new byte[] { 1 });
		await(() -> this.received.size() == 2);
		assertThat(this.received).containsExactly((byte) 2, (byte) 1);
		assertThat(this.simulation.nanoTime() - begin).isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
	}

	@Test
	void whenANodeIsInTwoPartsThenThePartitionIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.network.partition(List.of(List.of(this.a), List.of(this.b, this.a))));
	}

	@Test
	void whenConditionsAreImpossibleThenTheyAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> LinkConditions.good().withLoss(1.1))
			.withMessageContaining("loss");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> LinkConditions.good().withDelay(Duration.ofMillis(-1), Duration.ZERO))
			.withMessageContaining("delay");
	}

	private void await(BooleanSupplier condition) {
		assertThat(this.simulation.runUntil(condition, Duration.ofMinutes(5))).as(this.simulation.trace()::toString)
			.isTrue();
	}

}
