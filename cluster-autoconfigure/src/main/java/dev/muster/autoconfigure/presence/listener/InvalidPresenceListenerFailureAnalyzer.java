package dev.muster.autoconfigure.presence.listener;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidPresenceListenerException}.
 */
class InvalidPresenceListenerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPresenceListenerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidPresenceListenerException cause) {
		return new FailureAnalysis(cause.problem(), cause.remedy(), cause);
	}

}
