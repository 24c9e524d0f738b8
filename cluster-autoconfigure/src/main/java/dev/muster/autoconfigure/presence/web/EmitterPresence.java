package dev.muster.autoconfigure.presence.web;

import dev.muster.presence.PresenceSession;

import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/**
 * Ties presence to a stream of server-sent events:
 *
 * <pre class="code">
 * PresenceSession session = presence.open();
 * session.track("room:1", user, meta);
 * return EmitterPresence.bind(new SseEmitter(0L), session);
 * </pre>
 */
public final class EmitterPresence {

	private EmitterPresence() {
	}

	/**
	 * Close a session when a stream ends: when it is complete, has timed out, or fails. A
	 * browser that has gone is noticed when something is sent to it, so send a comment
	 * now and then.
	 * @param <T> the type of stream, such as {@code SseEmitter}
	 * @param emitter the stream, before it is returned to Spring MVC
	 * @param session has what the browser's user is present with
	 * @return the same stream
	 */
	public static <T extends ResponseBodyEmitter> T bind(T emitter, PresenceSession session) {
		emitter.onCompletion(session::close);
		emitter.onTimeout(session::close);
		emitter.onError((ex) -> session.close());
		return emitter;
	}

}
