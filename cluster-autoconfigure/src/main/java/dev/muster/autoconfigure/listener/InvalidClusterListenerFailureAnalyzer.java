package dev.muster.autoconfigure.listener;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidClusterListenerException}.
 */
class InvalidClusterListenerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidClusterListenerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidClusterListenerException cause) {
		return new FailureAnalysis(String.format("The @ClusterListener%n%n    %s%n%ncannot be called: %s.",
				cause.elementText(), cause.problem()), cause.remedy(), cause);
	}

}
