package dev.muster.transport.jgroups;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.time.Duration;

import dev.muster.transport.TransportSettings;
import dev.muster.transport.UdpSettings;

/**
 * The contract, over multicast.
 */
class UdpTransportContractIT extends JGroupsTransportContractIT {

	private final UdpSettings group = freeGroup();

	@Override
	TransportSettings contractSettings() {
		// Faster than over TCP, for only this tells of a crash
		return settings().withUdp(this.group)
			.withFailureDetection(Duration.ofSeconds(2), Duration.ofMillis(400), Duration.ofMillis(500));
	}

	/** Of this test alone, whatever else runs on this machine. */
	static UdpSettings freeGroup() {
		try (DatagramSocket socket = new DatagramSocket()) {
			int port = socket.getLocalPort();
			return UdpSettings.defaults().withGroup("239.255." + (port >> 8) + "." + (port & 255), port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
