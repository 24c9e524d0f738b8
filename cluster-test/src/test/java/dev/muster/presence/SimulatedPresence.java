package dev.muster.presence;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.muster.codec.PayloadCodecs;
import dev.muster.replication.ReplicationSettings;
import dev.muster.test.simulation.SimulatedNetwork;
import dev.muster.test.simulation.SimulatedTransport;
import dev.muster.test.simulation.Simulation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes with presence on a simulated network.
 */
abstract class SimulatedPresence {

	static final String ROOM = "room:1";

	final Simulation simulation = new Simulation(1);

	final SimulatedNetwork network = new SimulatedNetwork(this.simulation);

	final List<SimulatedTransport> transports = new ArrayList<>();

	PresenceSettings settings = PresenceSettings.defaults();

	DefaultPresence node(String name) {
		return node(name, this.simulation.clock());
	}

	DefaultPresence node(String name, InstantSource clock) {
		SimulatedTransport transport = this.network.transport(name, "cluster", Map.of());
		DefaultPresence presence = new DefaultPresence(transport, new PayloadCodecs(null), this.settings,
				ReplicationSettings.defaults(), transport.process().executor(), clock, this.simulation::nanoTime);
		transport.beginStart();
		this.transports.add(transport);
		pass(3);
		assertThat(transport.isRunning()).isTrue();
		return presence;
	}

	void pass(int seconds) {
		this.simulation.runFor(Duration.ofSeconds(seconds));
	}

}
