package dev.muster.benchmarks.throughput;

import java.nio.file.Path;
import java.util.Arrays;

import dev.muster.transport.SharedSecret;
import dev.muster.transport.TransportSecurity;
import dev.muster.transport.UdpSettings;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCP_NIO2;

/**
 * What is measured side by side.
 */
enum Peer {

	/** The bus. */
	MUSTER("muster") {
		@Override
		Link link(Setup setup) {
			return new BusLink(setup, TransportSecurity.NONE);
		}
	},

	/** The bus with a shared secret. */
	MUSTER_SECRET("muster-secret") {
		@Override
		Link link(Setup setup) {
			return new BusLink(setup, secret());
		}
	},

	/** The bus with TLS 1.3. */
	MUSTER_TLS("muster-tls") {
		@Override
		Link link(Setup setup) throws Exception {
			return new BusLink(setup, tls(setup));
		}
	},

	/** The bus over UDP multicast. */
	MUSTER_UDP("muster-udp") {
		@Override
		Link link(Setup setup) {
			return new BusLink(setup, TransportSecurity.NONE, UdpSettings.defaults());
		}
	},

	/** The engine of the bus, a multicast for each message. */
	MULTICAST("jgroups-multicast") {
		@Override
		Link link(Setup setup) {
			return new EngineLink(setup.cluster(), setup.name(), setup.directory(), true);
		}
	},

	/** The engine of the bus, a unicast for each message and receiver. */
	UNICAST("jgroups-unicast") {
		@Override
		Link link(Setup setup) {
			return new EngineLink(setup.cluster(), setup.name(), setup.directory(), false);
		}
	},

	/** The engine on our transport, set up for throughput. */
	OURS("jgroups-muster") {
		@Override
		Link link(Setup setup) throws Exception {
			return TunedEngineLink.onOurs(setup, TransportSecurity.NONE);
		}
	},

	/** The engine on our transport with a shared secret, set up likewise. */
	OURS_SECRET("jgroups-muster-secret") {
		@Override
		Link link(Setup setup) throws Exception {
			return TunedEngineLink.onOurs(setup, secret());
		}
	},

	/** The engine on our transport with TLS 1.3, set up likewise. */
	OURS_TLS("jgroups-muster-tls") {
		@Override
		Link link(Setup setup) throws Exception {
			return TunedEngineLink.onOurs(setup, tls(setup));
		}
	},

	/** The engine on its blocking TCP, set up for throughput. */
	TUNED("jgroups-tcp-tuned") {
		@Override
		Link link(Setup setup) throws Exception {
			return new TunedEngineLink(new TCP(), setup.cluster(), setup.name(), setup.directory());
		}
	},

	/** The engine on its non-blocking TCP, set up likewise. */
	TUNED_NIO("jgroups-nio2-tuned") {
		@Override
		Link link(Setup setup) throws Exception {
			TCP_NIO2 tcp = new TCP_NIO2();
			// With few it drops, and repairs half a second later; with more than the
			// system
			// takes at once (1024) it never sends
			tcp.setMaxSendBuffers(1000);
			return new TunedEngineLink(tcp, setup.cluster(), setup.name(), setup.directory());
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

	private static TransportSecurity secret() {
		return new TransportSecurity.Secret(SharedSecret.of("a secret of a benchmark, not random"));
	}

	private static TransportSecurity tls(Setup setup) throws Exception {
		return new TransportSecurity.Tls(new SharedCertificate(setup.directory()), false);
	}

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
	 * @param place the process's place, from 0
	 * @param directory where the processes of one trial find one another
	 * @param address its address
	 * @param publishers how many processes publish: the first ones; one that publishes
	 * alone does not receive
	 * @param virtualThreads whether to use virtual threads where the bus has a choice
	 */
	record Setup(String cluster, int place, Path directory, String address, int publishers, boolean virtualThreads) {

		String name() {
			return "process" + this.place;
		}

		boolean receives() {
			return this.publishers > 1 || this.place > 0;
		}

		/** Return how many processes other than this one receive. */
		int otherReceivers() {
			return (this.publishers > 1 || this.place == 0) ? ThroughputBenchmark.PROCESSES - 1
					: ThroughputBenchmark.PROCESSES - 2;
		}

	}

}
