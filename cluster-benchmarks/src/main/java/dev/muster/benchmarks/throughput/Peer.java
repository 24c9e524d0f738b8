package dev.muster.benchmarks.throughput;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * What is measured side by side.
 */
enum Peer {

	/** The bus. */
	MUSTER("muster") {
		@Override
		Link link(Setup setup) {
			return new BusLink(setup.cluster(), setup.name(), setup.directory(), setup.receives(),
					setup.virtualThreads());
		}
	},

	/** The engine of the bus, a multicast for each message. */
	MULTICAST("jgroups-multicast") {
		@Override
		Link link(Setup setup) {
			return new EngineLink(setup.cluster(), setup.name(), setup.directory(), true, false);
		}
	},

	/** The engine of the bus, a unicast for each message and receiver. */
	UNICAST("jgroups-unicast") {
		@Override
		Link link(Setup setup) {
			return new EngineLink(setup.cluster(), setup.name(), setup.directory(), false, false);
		}
	},

	/** The engine of the bus and its own bundler in the place of our batches. */
	UNICAST_BUNDLED("jgroups-unicast-bundled") {
		@Override
		Link link(Setup setup) {
			return new EngineLink(setup.cluster(), setup.name(), setup.directory(), false, true);
		}
	},

	/** The same by multicast. */
	MULTICAST_BUNDLED("jgroups-multicast-bundled") {
		@Override
		Link link(Setup setup) {
			return new EngineLink(setup.cluster(), setup.name(), setup.directory(), true, true);
		}
	},

	/** The engine on its blocking TCP, set up for throughput. */
	TUNED("jgroups-tcp-tuned") {
		@Override
		Link link(Setup setup) throws Exception {
			return new TunedEngineLink(setup.cluster(), setup.name(), setup.directory());
		}
	};

	private final String label;

	Peer(String label) {
		this.label = label;
	}

	String label() {
		return this.label;
	}

	/**
	 * Create a link, not started.
	 */
	abstract Link link(Setup setup) throws Exception;

	static Peer of(String label) {
		return Arrays.stream(values())
			.filter((peer) -> peer.label.equals(label))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					label + " is no peer: " + Arrays.stream(values()).map(Peer::label).toList() + " are"));
	}

	/**
	 * What a link needs to know.
	 *
	 * @param cluster the cluster's name
	 * @param name the process's name
	 * @param directory where the processes of one trial find one another
	 * @param receives whether this process receives
	 * @param virtualThreads whether to use virtual threads where the bus has a choice
	 */
	record Setup(String cluster, String name, Path directory, boolean receives, boolean virtualThreads) {
	}

}
