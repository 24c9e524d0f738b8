package dev.muster.replication;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.muster.MemberId;
import dev.muster.test.simulation.MembershipTimings;
import dev.muster.test.simulation.RandomFaults;
import dev.muster.test.simulation.Seeds;
import dev.muster.test.simulation.SimulatedNetwork;
import dev.muster.test.simulation.Simulation;
import org.junit.jupiter.api.Test;

/**
 * Replicas over a transport agree in random histories: with nodes that crash, stop, hang
 * and restart, and views that come late.
 */
class ReplicaPropertyTests {

	private static final int STEPS = 40;

	@Test
	void replicasAgreeInRandomHistories() {
		Seeds.each(100, ReplicaPropertyTests::run);
	}

	private static void run(long seed) {
		Simulation simulation = new Simulation(seed);
		ReplicationSettings settings = ReplicationSettings.defaults()
			.withLog(1024 * 1024, (seed % 3 == 0) ? 65_536 : (int) (seed % 3))
			.withMaxFrame((seed % 2 == 0) ? 64 : 4096)
			.withRetention((seed % 5 == 0) ? Duration.ZERO : Duration.ofSeconds(30), 1000);
		Map<MemberId, OwnerHistory> histories = new HashMap<>();
		RandomFaults<ReplicaNode> faults = new RandomFaults<>(
				new SimulatedNetwork(simulation, MembershipTimings.random(simulation.random())), "cluster",
				2 + simulation.random().nextInt(4),
				(transport) -> new ReplicaNode(transport, simulation, settings, histories));
		try {
			for (int i = 0; i < STEPS; i++) {
				faults.active().forEach(ReplicaNode::act);
				faults.step();
				faults.active().forEach(ReplicaNode::verify);
			}
			faults.calm(Duration.ofMinutes(5));
			List<ReplicaNode> nodes = faults.active();
			simulation.runFor(Duration.ofMinutes(1));
			nodes.forEach((node) -> node.write("last"));
			simulation.runFor(Duration.ofMinutes(1));
			nodes.forEach((node) -> node.verifyCalm(nodes));
		}
		catch (RuntimeException | AssertionError ex) {
			throw new AssertionError(ex.getMessage() + "\n" + simulation.trace(), ex);
		}
	}

}
