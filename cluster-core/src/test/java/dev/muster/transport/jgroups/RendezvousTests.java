package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.muster.MemberId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Rendezvous}: by hand, and on thousands of simulated concurrent starts.
 */
class RendezvousTests {

	private static final int SEEDS = Integer.getInteger("muster.seeds", 1000);

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private static final MemberId LOW = new MemberId(0, 1);

	private static final MemberId MIDDLE = new MemberId(0, 2);

	private static final MemberId HIGH = new MemberId(0, 3);

	private final InetSocketAddress self = RendezvousSimulation.address(0);

	private final InetSocketAddress other = RendezvousSimulation.address(1);

	private final Rendezvous rendezvous = new Rendezvous(MIDDLE, this.self, RendezvousSimulation.JOIN_TIMEOUT,
			RendezvousSimulation.SEED_TIMEOUT, 0);

	@Test
	void whenThereIsNobodyElseThenItFoundsAtOnce() {
		this.rendezvous.discovered(Set.of(this.self), true, 0);
		assertThat(action(0)).isEqualTo(Rendezvous.Action.FOUND);
	}

	@Test
	void whenAllCandidatesRefuseThenItFoundsAtOnce() {
		this.rendezvous.discovered(Set.of(this.other), true, 0);
		assertThat(action(0)).isEqualTo(Rendezvous.Action.WAIT);
		this.rendezvous.absent(this.other);
		assertThat(action(1)).isEqualTo(Rendezvous.Action.FOUND);
	}

	@Test
	void whenACandidateIsSilentThenItWaitsForTheJoinTimeout() {
		this.rendezvous.discovered(Set.of(this.other), true, 0);
		assertThat(action(2 * SECOND - 1)).isEqualTo(Rendezvous.Action.WAIT);
		assertThat(action(2 * SECOND)).isEqualTo(Rendezvous.Action.FOUND);
	}

	@Test
	void whenACoordinatorAnswersThenItJoinsIt() {
		this.rendezvous.discovered(Set.of(this.other), true, 0);
		PeerState coordinator = member(HIGH, this.other, HIGH, this.other, 1);
		this.rendezvous.heard(this.other, coordinator, 1);
		Rendezvous.Decision decision = this.rendezvous.decide(1);
		assertThat(decision.action()).isEqualTo(Rendezvous.Action.JOIN);
		assertThat(decision.coordinator()).isEqualTo(coordinator);
	}

	@Test
	void whenAMemberAnswersThenItsCoordinatorIsAsked() {
		InetSocketAddress coordinator = RendezvousSimulation.address(2);
		this.rendezvous.discovered(Set.of(this.other), true, 0);
		assertThat(this.rendezvous.due(0)).containsExactly(this.other);
		this.rendezvous.heard(this.other, member(LOW, this.other, HIGH, coordinator, 2), 1);
		assertThat(action(1)).isEqualTo(Rendezvous.Action.WAIT);
		assertThat(this.rendezvous.due(1)).containsExactly(coordinator);
	}

	@Test
	void whenTwoClustersAnswerThenItJoinsTheLargerOne() {
		InetSocketAddress third = RendezvousSimulation.address(2);
		this.rendezvous.heard(this.other, member(LOW, this.other, LOW, this.other, 1), 0);
		this.rendezvous.heard(third, member(HIGH, third, HIGH, third, 4), 0);
		PeerState chosen = this.rendezvous.decide(0).coordinator();
		assertThat(chosen).isNotNull();
		assertThat(chosen.id()).isEqualTo(HIGH);
	}

	@Test
	void whenANodeWithALowerIdIsJoiningTooThenItWaitsForIt() {
		this.rendezvous.discovered(Set.of(), true, 0);
		this.rendezvous.heard(this.other, PeerState.joining(LOW, this.other, true), 0);
		assertThat(action(0)).isEqualTo(Rendezvous.Action.WAIT);
	}

	@Test
	void whenTheOtherJoiningNodesHaveHigherIdsThenItFounds() {
		this.rendezvous.discovered(Set.of(this.other), true, 0);
		this.rendezvous.heard(this.other, PeerState.joining(HIGH, this.other, true), 0);
		assertThat(action(0)).isEqualTo(Rendezvous.Action.FOUND);
		assertThat(this.rendezvous.state(0).standing()).isEqualTo(Standing.FOUNDING);
	}

	@Test
	void whenANodeWithALowerIdMayNotFoundThenItIsNotWaitedFor() {
		this.rendezvous.discovered(Set.of(), true, 0);
		this.rendezvous.heard(this.other, PeerState.joining(LOW, this.other, false), 0);
		assertThat(action(0)).isEqualTo(Rendezvous.Action.FOUND);
	}

	@Test
	void whenAnotherNodeIsFoundingThenItWaits() {
		this.rendezvous.discovered(Set.of(), true, 0);
		this.rendezvous.heard(this.other, PeerState.founding(HIGH, this.other), 0);
		assertThat(action(0)).isEqualTo(Rendezvous.Action.WAIT);
	}

	@Test
	void whenNoTopologyListsItThenItWaitsForTheSeedTimeout() {
		this.rendezvous.discovered(Set.of(this.other), false, 0);
		this.rendezvous.absent(this.other);
		assertThat(action(10 * SECOND - 1)).isEqualTo(Rendezvous.Action.WAIT);
		assertThat(action(10 * SECOND)).isEqualTo(Rendezvous.Action.FOUND);
	}

	@Test
	void whenWhoItWaitsForNeverFoundsThenItFoundsAtTheDeadline() {
		this.rendezvous.discovered(Set.of(this.other), true, 0);
		for (long now = 0; now <= 14 * SECOND; now += SECOND / 10) {
			this.rendezvous.heard(this.other, PeerState.joining(LOW, this.other, true), now);
			assertThat(action(now)).isEqualTo(Rendezvous.Action.WAIT);
		}
		this.rendezvous.heard(this.other, PeerState.joining(LOW, this.other, true), 14 * SECOND + 1);
		assertThat(action(14 * SECOND + 1)).isEqualTo(Rendezvous.Action.FOUND);
	}

	@Test
	void whenItAsksItselfUnderAnotherAddressThenThatCountsAsNobody() {
		this.rendezvous.discovered(Set.of(this.other), true, 0);
		this.rendezvous.heard(this.other, PeerState.joining(MIDDLE, this.self, true), 0);
		assertThat(action(0)).isEqualTo(Rendezvous.Action.FOUND);
	}

	@Test
	void whenAConnectionEndsOnceThenThatIsNoProofOfAbsence() {
		this.rendezvous.discovered(Set.of(this.other), true, 0);
		this.rendezvous.closed(this.other);
		assertThat(action(0)).isEqualTo(Rendezvous.Action.WAIT);
		this.rendezvous.closed(this.other);
		assertThat(action(0)).isEqualTo(Rendezvous.Action.FOUND);
	}

	@Test
	void whenAnAnswerIsNotRenewedThenItExpires() {
		this.rendezvous.discovered(Set.of(this.other), true, 0);
		this.rendezvous.heard(this.other, PeerState.founding(LOW, this.other), 0);
		assertThat(action(SECOND)).isEqualTo(Rendezvous.Action.WAIT);
		assertThat(action(2 * SECOND)).isEqualTo(Rendezvous.Action.WAIT); // unknown again
		assertThat(action(4 * SECOND)).isEqualTo(Rendezvous.Action.FOUND);
	}

	@Test
	void whenNodesThatAllKnowEachOtherStartTogetherThenThereIsOneCluster() {
		for (long seed = 0; seed < SEEDS; seed++) {
			RendezvousSimulation simulation = new RendezvousSimulation(seed, 0);
			int size = 2 + (int) (seed % 6);
			Set<InetSocketAddress> all = addresses(size);
			for (int node = 0; node < size; node++) {
				simulation.start(node, Duration.ofMillis(300), all, true);
			}
			assertThat(simulation.run()).as("clusters with seed %d", seed).isOne();
			assertThat(simulation.elapsed()).as("time with seed %d", seed).isLessThan(Duration.ofSeconds(2));
		}
	}

	@Test
	void whenNodesRegisterBeforeTheyAskTheRegistryThenThereIsOneCluster() {
		for (long seed = 0; seed < SEEDS; seed++) {
			RendezvousSimulation simulation = new RendezvousSimulation(seed, 0);
			Set<InetSocketAddress> registry = new HashSet<>();
			for (int node = 0; node < 5; node++) {
				simulation.start(node, Duration.ofMillis(50), registry);
			}
			assertThat(simulation.run()).as("clusters with seed %d", seed).isOne();
		}
	}

	@Test
	void whenOnlySeedsAreKnownThenOneOfThemFounds() {
		for (long seed = 0; seed < SEEDS; seed++) {
			RendezvousSimulation simulation = new RendezvousSimulation(seed, 0);
			Set<InetSocketAddress> seeds = addresses(2);
			for (int node = 0; node < 8; node++) {
				simulation.start(node, Duration.ofSeconds(3), seeds, node < 2);
			}
			assertThat(simulation.run()).as("clusters with seed %d", seed).isOne();
		}
	}

	@Test
	void whenPacketsAreLostThenAllStillDecide() {
		int split = 0;
		for (long seed = 0; seed < SEEDS; seed++) {
			RendezvousSimulation simulation = new RendezvousSimulation(seed, 0.2);
			Set<InetSocketAddress> all = addresses(4);
			for (int node = 0; node < 4; node++) {
				simulation.start(node, Duration.ofMillis(300), all, true);
			}
			split += (simulation.run() > 1) ? 1 : 0;
		}
		assertThat(split).as("splits in %d runs with every fifth packet lost", SEEDS).isLessThan(SEEDS / 100 + 1);
	}

	private Rendezvous.Action action(long now) {
		return this.rendezvous.decide(now).action();
	}

	private static PeerState member(MemberId id, InetSocketAddress address, MemberId coordinatorId,
			InetSocketAddress coordinator, int viewSize) {
		return new PeerState(id, address, Standing.MEMBER, true, coordinator, coordinatorId, 1, viewSize);
	}

	private static Set<InetSocketAddress> addresses(int count) {
		return IntStream.range(0, count).mapToObj(RendezvousSimulation::address).collect(Collectors.toSet());
	}

}
