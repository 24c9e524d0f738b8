package dev.muster.autoconfigure.diagnostics;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

import dev.muster.transport.PortInUseException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link PortInUseException}.
 */
class PortInUseFailureAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
		if (!isOfThisMachine(cause.address())) {
			return new FailureAnalysis(
					"The cluster node should listen at " + cause.address() + ", which is no address of this machine.",
					"Set 'muster.transport.bind-address' to an address of this machine, or remove it. The address at"
							+ " which peers reach a node behind NAT is 'muster.transport.external-address'.",
					cause);
		}
		return new FailureAnalysis(describe(cause),
				"End the process that listens there, set 'muster.transport.bind-port' to another port (0 takes any free"
						+ " one), or let more ports be tried with 'muster.transport.port-range'. Nodes that are found"
						+ " by fixed addresses must listen at these.",
				cause);
	}

	private static String describe(PortInUseException cause) {
		if (cause.firstPort() == cause.lastPort()) {
			return "Port " + cause.firstPort() + " of " + cause.address()
					+ ", at which the cluster node should listen, is in use or not permitted.";
		}
		return "All ports of " + cause.address() + " from " + cause.firstPort() + " to " + cause.lastPort()
				+ ", at one of which the cluster node should listen, are in use or not permitted.";
	}

	// The system reports a foreign address as it does a port that is taken
	private static boolean isOfThisMachine(String text) {
		try {
			InetAddress address = InetAddress.getByName(text);
			return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
		}
		catch (UnknownHostException | SocketException ex) {
			return true; // then the ports are all that can be told
		}
	}

}
