package dev.muster.presence;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.muster.test.simulation.MembershipTimings;
import dev.muster.test.simulation.RandomFaults;
import dev.muster.test.simulation.Seeds;
import dev.muster.test.simulation.SimulatedNetwork;
import dev.muster.test.simulation.Simulation;
import org.junit.jupiter.api.Test;

/**
 * Presence's promises hold in random histories: each node reads its own writes, all agree
 * in the end on what all have, and listeners are told what adds up to it, lawfully.
 */
class PresencePropertyTests {

	private static final int STEPS = 25;

	@Test
	void promisesHoldInRandomHistories() {
		Seeds.each(60, (seed) -> run(seed, PresenceSettings.defaults()));
	}

	@Test
	void promisesHoldWithHandOver() {
		Seeds.each(40, (seed) -> run(seed, PresenceSettings.defaults().withHandOver(Duration.ofSeconds(3))));
	}

	private void run(long seed, PresenceSettings settings) {
		Simulation simulation = new Simulation(seed);
		try {
			run(simulation, settings);
		}
		catch (RuntimeException | AssertionError ex) {
			throw new AssertionError(ex.getMessage() + "\n" + simulation.trace(), ex);
		}
	}

	private void run(Simulation simulation, PresenceSettings settings) {
		RandomFaults<PresenceNode> faults = new RandomFaults<>(
				new SimulatedNetwork(simulation, MembershipTimings.random(simulation.random())), "cluster",
				2 + simulation.random().nextInt(4), (transport) -> new PresenceNode(transport, simulation, settings));
		for (int i = 0; i < STEPS; i++) {
			faults.active().forEach(PresenceNode::act);
			faults.step();
			faults.active().forEach(PresenceNode::verifyLawful);
		}
		faults.calm(Duration.ofMinutes(5));
		List<PresenceNode> nodes = faults.active();
		nodes.forEach((node) -> node.subscribe("**"));
		simulation.runFor(Duration.ofMinutes(3));
		Map<PresenceRef, String> expected = new HashMap<>();
		nodes.forEach((node) -> expected.putAll(node.expected()));
		nodes.forEach(PresenceNode::verifyLawful);
		nodes.forEach((node) -> node.verifyCalm(expected));
	}

}
