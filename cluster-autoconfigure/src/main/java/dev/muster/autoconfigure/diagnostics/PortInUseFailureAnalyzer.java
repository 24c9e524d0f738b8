package dev.muster.autoconfigure.diagnostics;

import dev.muster.transport.PortInUseException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link PortInUseException}.
 */
class PortInUseFailureAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
		String ports = (cause.firstPort() == cause.lastPort())
				? "Port " + cause.firstPort() + " of " + cause.address()
						+ ", at which the cluster node should listen, is in use or not permitted."
				: "All ports of " + cause.address() + " from " + cause.firstPort() + " to " + cause.lastPort()
						+ ", at one of which the cluster node should listen, are in use or not permitted.";
		return new FailureAnalysis(ports,
				"End the process that listens there, set 'muster.transport.bind-port' to another port (0 takes any free"
						+ " one), or let more ports be tried with 'muster.transport.port-range'. Nodes that are found"
						+ " by fixed addresses must listen at these.",
				cause);
	}

}
