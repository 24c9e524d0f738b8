package dev.muster.autoconfigure.diagnostics;

import dev.muster.DuplicateNodeNameException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link DuplicateNodeNameException}.
 */
class DuplicateNodeNameFailureAnalyzer extends AbstractFailureAnalyzer<DuplicateNodeNameException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DuplicateNodeNameException cause) {
		return new FailureAnalysis(
				"The cluster node cannot join as '" + cause.nodeName() + "': the live member at " + cause.owner()
						+ " has that name.",
				"Set 'muster.node-name' to a name that no other node of the cluster has, or remove it: a name is then"
						+ " made of host and port.",
				cause);
	}

}
