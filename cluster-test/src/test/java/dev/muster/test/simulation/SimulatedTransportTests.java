package dev.muster.test.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import dev.muster.test.transport.ClusterTransportContract;
import dev.muster.transport.ClusterTransport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The simulated transport keeps the contract, on a network that is bad in all ways.
 */
class SimulatedTransportTests extends ClusterTransportContract {

	private final Simulation simulation = new Simulation(Long.getLong("muster.seed", 1));

	private final SimulatedNetwork network = new SimulatedNetwork(this.simulation);

	SimulatedTransportTests() {
		this.network.setConditions(LinkConditions.good().withLoss(0.05).withDuplication(0.05).withReordering(0.2));
	}

	@Override
	protected ClusterTransport create(String name, String clusterName, Map<String, String> metadata) {
		return this.network.transport(name, clusterName, metadata);
	}

	@Override
	protected void await(String what, BooleanSupplier condition) {
		assertThat(this.simulation.runUntil(condition, deadline())).as("%s\n%s", what, this.simulation.trace())
			.isTrue();
	}

	@Override
	protected void together(List<Runnable> actions) {
		List<Runnable> running = new ArrayList<>(actions);
		for (Runnable action : actions) {
			this.simulation.schedule(Duration.ZERO, () -> {
				action.run();
				running.remove(action);
			});
		}
		await("all actions have ended", running::isEmpty);
	}

	@Override
	protected void crash(ClusterTransport transport) {
		this.network.crash((SimulatedTransport) transport);
	}

	@Override
	protected void partition(List<List<ClusterTransport>> parts) {
		this.network.partition(parts.stream()
			.map((part) -> part.stream().map((transport) -> (SimulatedTransport) transport).toList())
			.toList());
	}

	@Override
	protected void heal() {
		this.network.heal();
	}

}
