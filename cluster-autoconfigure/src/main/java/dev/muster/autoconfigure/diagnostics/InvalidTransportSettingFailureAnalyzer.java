package dev.muster.autoconfigure.diagnostics;

import dev.muster.transport.InvalidTransportSettingException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidTransportSettingException}.
 */
class InvalidTransportSettingFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTransportSettingException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidTransportSettingException cause) {
		return new FailureAnalysis(
				"The cluster node cannot be set up. Property '" + cause.property() + "': " + cause.remedy() + ".",
				"Correct '" + cause.property() + "', or remove it to take the default.", cause);
	}

}
