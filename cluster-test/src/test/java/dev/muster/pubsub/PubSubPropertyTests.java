package dev.muster.pubsub;

import java.time.Duration;
import java.util.List;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.test.simulation.MembershipTimings;
import dev.muster.test.simulation.RandomFaults;
import dev.muster.test.simulation.Seeds;
import dev.muster.test.simulation.SimulatedNetwork;
import dev.muster.test.simulation.Simulation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bus's promises hold in random histories: in the order of each publisher, at most
 * once, nothing lost between members that stay, nothing after close.
 */
class PubSubPropertyTests {

	private static final int STEPS = 40;

	@Test
	void promisesHoldInRandomHistories() {
		Seeds.each(500, (seed) -> run(seed, false));
	}

	@Test
	void promisesHoldWhereAllIsSentInOneStream() {
		Seeds.each(100, (seed) -> run(seed, true));
	}

	private void run(long seed, boolean multicasts) {
		Simulation simulation = new Simulation(seed);
		try {
			new History(simulation, multicasts).run();
		}
		catch (RuntimeException | AssertionError ex) {
			throw new AssertionError(ex.getMessage() + "\n" + simulation.trace(), ex);
		}
	}

	private static final class History {

		private static final PubSubSettings SETTINGS = new PubSubSettings(null, 10_000, Overflow.FAIL, Duration.ZERO,
				PubSubSettings.DEFAULT_MAX_MESSAGE_SIZE);

		private final BusJournal journal = new BusJournal();

		private final Simulation simulation;

		private final RandomFaults<BusNode> faults;

		History(Simulation simulation, boolean multicasts) {
			this.simulation = simulation;
			this.faults = new RandomFaults<>(
					new SimulatedNetwork(simulation, MembershipTimings.random(simulation.random())), "cluster",
					2 + simulation.random().nextInt(4),
					(transport) -> new BusNode(this.journal, transport, SETTINGS, multicasts));
		}

		void run() {
			for (int i = 0; i < STEPS; i++) {
				this.faults.active().forEach(BusNode::act);
				this.faults.step();
			}
			ClusterView view = this.faults.calm(Duration.ofMinutes(5));
			List<BusNode> nodes = this.faults.active();
			nodes.forEach((node) -> node.subscribe("a.*"));
			this.simulation.runFor(Duration.ofMinutes(3));
			nodes.forEach((node) -> BusNode.TOPICS
				.forEach((topic) -> node.publish(topic, PublishOptions.defaults(), null, false)));
			this.simulation.runFor(Duration.ofSeconds(10));
			nodes.forEach((node) -> node.verifyCalm(nodes));
			assertThat(this.journal.problems()).isEmpty();
			assertThat(this.journal.verify(view.members().stream().map(Member::id).toList())).isPositive();
		}

	}

}
