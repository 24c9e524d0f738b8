package dev.muster.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.test.simulation.MembershipTimings;
import dev.muster.test.simulation.RandomFaults;
import dev.muster.test.simulation.Seeds;
import dev.muster.test.simulation.SimulatedNetwork;
import dev.muster.test.simulation.Simulation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In random histories of partitions, crashes and queues that overflow, each message of a
 * topic with a ring arrives, in order and once, or is reported as lost; and where the
 * ring has room for all, none is lost between members that live on.
 */
class ReplayPropertyTests {

	private static final int STEPS = 40;

	private static final TopicSettings AMPLE = TopicSettings.replay(100_000);

	@Test
	void whereTheRingsHaveRoomForAllThenNothingIsLost() {
		Totals totals = new Totals();
		Seeds.each(200, (seed) -> run(seed, false, true, totals));
		assertThat(totals.replayed).as("replayed").isPositive();
	}

	@Test
	void whereTheRingsHaveRoomForAllThenNothingIsLostInOneStreamToAll() {
		Totals totals = new Totals();
		Seeds.each(100, (seed) -> run(seed, true, true, totals));
		assertThat(totals.replayed).as("replayed").isPositive();
	}

	@Test
	void whereTheRingsAreSmallThenTheRestIsReportedAsLost() {
		Totals totals = new Totals();
		Seeds.each(200, (seed) -> run(seed, seed % 3 == 0, false, totals));
		assertThat(totals.replayed).as("replayed").isPositive();
		assertThat(totals.unfilled).as("unfilled").isPositive();
	}

	private void run(long seed, boolean multicasts, boolean ample, Totals totals) {
		Simulation simulation = new Simulation(seed);
		try {
			LossLedger ledger = new LossLedger();
			Set<LossyNode> all = new HashSet<>();
			RandomFaults<LossyNode> faults = new RandomFaults<>(
					new SimulatedNetwork(simulation, MembershipTimings.random(simulation.random())), "cluster",
					2 + simulation.random().nextInt(3), (transport) -> {
						LossyNode node = new LossyNode(ledger, transport, settings(simulation, ample), multicasts);
						all.add(node);
						return node;
					});
			for (int i = 0; i < STEPS; i++) {
				faults.active().forEach(LossyNode::act);
				faults.step();
			}
			faults.calm(Duration.ofMinutes(5));
			simulation.runFor(Duration.ofMinutes(2)); // nothing is published any more
			List<LossyNode> survivors = faults.active();
			ledger.verify(survivors);
			if (ample) {
				ledger.verifyComplete(survivors, (topic) -> !topic.equals("t.2"));
			}
			for (LossyNode node : all) {
				totals.replayed += node.replayStatistics().replayed();
				totals.unfilled += node.replayStatistics().unfilled();
			}
		}
		catch (RuntimeException | AssertionError ex) {
			throw new AssertionError(ex.getMessage() + "\n" + simulation.trace(), ex);
		}
	}

	/** With the policies to wait or to fail, a message that is refused is lost. */
	private static PubSubSettings settings(Simulation simulation, boolean ample) {
		List<Overflow> policies = new ArrayList<>(List.of(Overflow.DROP_NEWEST, Overflow.DROP_OLDEST));
		if (!ample) {
			policies.addAll(List.of(Overflow.FAIL, Overflow.BLOCK));
		}
		Map<String, TopicSettings> topics = new LinkedHashMap<>();
		topics.put("t.0", ample ? AMPLE : new TopicSettings(1 + simulation.random().nextInt(20), 1000));
		topics.put("t.1", ample ? AMPLE : TopicSettings.replay(1 + simulation.random().nextInt(100)));
		return new PubSubSettings(null, 1 + simulation.random().nextInt(12),
				policies.get(simulation.random().nextInt(policies.size())), Duration.ZERO,
				PubSubSettings.DEFAULT_MAX_MESSAGE_SIZE)
			.withTopics(topics,
					ample ? Duration.ofHours(1) : Duration.ofMillis(100 + simulation.random().nextInt(20_000)));
	}

	private static final class Totals {

		private long replayed;

		private long unfilled;

	}

}
