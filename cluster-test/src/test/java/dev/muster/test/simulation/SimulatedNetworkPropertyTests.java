package dev.muster.test.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.muster.ClusterView;
import dev.muster.Member;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random histories with random faults: whatever happens, the port's promises hold.
 */
class SimulatedNetworkPropertyTests {

	private static final int STEPS = 40;

	@Test
	void promisesHoldInRandomHistories() {
		Seeds.each(300, this::run);
	}

	private void run(long seed) {
		Simulation simulation = new Simulation(seed);
		try {
			new History(simulation).run();
		}
		catch (RuntimeException | AssertionError ex) {
			throw new AssertionError(ex.getMessage() + "\n" + simulation.trace(), ex);
		}
	}

	@Test
	void theSameSeedGivesTheSameHistory() {
		Simulation first = new Simulation(42);
		Simulation second = new Simulation(42);
		new History(first).run();
		new History(second).run();
		assertThat(second.executed()).isEqualTo(first.executed()).isPositive();
		assertThat(second.trace()).hasToString(first.trace().toString());
	}

	private static final class History {

		private final Journal journal = new Journal();

		private final Simulation simulation;

		private final RandomFaults<SimulatedTransport> faults;

		private final SimulatedTransport stranger;

		History(Simulation simulation) {
			this.simulation = simulation;
			SimulatedNetwork network = new SimulatedNetwork(simulation, MembershipTimings.random(simulation.random()));
			this.stranger = network.transport("stranger", "other", Map.of());
			this.faults = new RandomFaults<>(network, "cluster", 2 + simulation.random().nextInt(5), this::follow)
				.beforeStop(this.journal::leaving);
		}

		private SimulatedTransport follow(SimulatedTransport transport) {
			this.journal.follow(transport);
			return transport;
		}

		void run() {
			this.stranger.beginStart();
			for (int i = 0; i < STEPS; i++) {
				this.faults.active().forEach(this::talk);
				this.faults.step();
			}
			ClusterView view = this.faults.calm(Duration.ofMinutes(5));
			this.faults.active().forEach(this.journal::broadcast);
			this.simulation.runFor(Duration.ofMinutes(1));
			for (SimulatedTransport transport : this.faults.active()) {
				assertThat(transport.view()).as("the view stays when nothing happens").isEqualTo(view);
			}
			assertThat(this.stranger.view().size()).isEqualTo(1);
			assertThat(this.journal.received()).isPositive();
			this.journal.verify(view.members().stream().map(Member::id).toList());
		}

		private void talk(SimulatedTransport transport) {
			int frames = this.simulation.random().nextInt(4);
			for (int i = 0; i < frames && transport.isRunning(); i++) {
				List<Member> members = transport.view().members();
				Member to = members.get(this.simulation.random().nextInt(members.size()));
				if (to.equals(transport.self())) {
					this.journal.broadcast(transport);
				}
				else {
					this.journal.send(transport, to);
				}
			}
		}

	}

}
