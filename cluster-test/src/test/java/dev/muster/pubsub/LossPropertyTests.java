package dev.muster.pubsub;

import java.time.Duration;
import java.util.List;

import dev.muster.test.simulation.MembershipTimings;
import dev.muster.test.simulation.RandomFaults;
import dev.muster.test.simulation.Seeds;
import dev.muster.test.simulation.SimulatedNetwork;
import dev.muster.test.simulation.Simulation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In random histories, with queues that overflow, each message for a member arrives, in
 * order and once, or is reported as lost; and no other is reported.
 */
class LossPropertyTests {

	private static final int STEPS = 40;

	@Test
	void eachMessageArrivesOrIsReportedAsLost() {
		Totals totals = new Totals();
		Seeds.each(300, (seed) -> run(seed, false, totals));
		assertThat(totals.lost).as("lost").isPositive();
		assertThat(totals.received).as("received").isPositive();
	}

	@Test
	void eachMessageArrivesOrIsReportedAsLostWhereAllIsSentInOneStream() {
		Totals totals = new Totals();
		Seeds.each(100, (seed) -> run(seed, true, totals));
		assertThat(totals.lost).as("lost").isPositive();
		assertThat(totals.received).as("received").isPositive();
	}

	private void run(long seed, boolean multicasts, Totals totals) {
		Simulation simulation = new Simulation(seed);
		try {
			LossLedger ledger = new LossLedger();
			RandomFaults<LossyNode> faults = new RandomFaults<>(
					new SimulatedNetwork(simulation, MembershipTimings.random(simulation.random())), "cluster",
					2 + simulation.random().nextInt(3),
					(transport) -> new LossyNode(ledger, transport, settings(simulation), multicasts));
			for (int i = 0; i < STEPS; i++) {
				faults.active().forEach(LossyNode::act);
				faults.step();
			}
			faults.calm(Duration.ofMinutes(5));
			simulation.runFor(Duration.ofMinutes(2)); // nothing is published any more
			List<LossyNode> survivors = faults.active();
			ledger.verify(survivors);
			totals.lost += ledger.lost();
			totals.received += ledger.received();
		}
		catch (RuntimeException | AssertionError ex) {
			throw new AssertionError(ex.getMessage() + "\n" + simulation.trace(), ex);
		}
	}

	private static PubSubSettings settings(Simulation simulation) {
		Overflow[] policies = Overflow.values();
		return new PubSubSettings(null, 1 + simulation.random().nextInt(12),
				policies[simulation.random().nextInt(policies.length)], Duration.ZERO,
				PubSubSettings.DEFAULT_MAX_MESSAGE_SIZE);
	}

	private static final class Totals {

		private long lost;

		private long received;

	}

}
