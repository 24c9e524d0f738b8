package dev.muster.autoconfigure.presence.websocket;

import java.security.Principal;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import dev.muster.MusterException;
import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.presence.Presence;
import dev.muster.presence.PresenceRef;
import dev.muster.presence.PresenceSession;
import dev.muster.topic.TopicSyntax;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.web.socket.messaging.SessionConnectedEvent;
import org.springframework.web.socket.messaging.SessionDisconnectEvent;

/**
 * Lets users be present as long as they have a STOMP session over WebSocket, with an
 * entry for each session: the user's name is its key. Sessions without a user are not
 * tracked. All entries are in one presence session, so
 * {@code muster.presence.max-session-entries} bounds how many WebSocket sessions of this
 * node are tracked; the others work, and are counted as refused.
 */
public class WebSocketPresence implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(WebSocketPresence.class);

	private static final long LOG_INTERVAL = TimeUnit.MINUTES.toNanos(1);

	/** How many sessions that have ended are remembered. */
	private static final int MAX_ENDED = 1000;

	private final PresenceSession session;

	private final String topic;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, PresenceRef> entries = new HashMap<>();

	/** Events come by several threads: the end of a session may be told first. */
	private final Set<String> ended = new LinkedHashSet<>();

	private long lastLog = System.nanoTime() - LOG_INTERVAL;

	WebSocketPresence(Presence presence, String topic) {
		String problem = TopicSyntax.problem(topic, false);
		if (problem != null) {
			throw new InvalidClusterPropertyException("muster.presence.websocket.topic",
					"'" + TopicSyntax.printable(topic) + "' is no topic: " + problem,
					"Name a topic, such as 'online', or remove the property.");
		}
		this.session = presence.open();
		this.topic = topic;
	}

	@EventListener
	void connected(SessionConnectedEvent event) {
		String id = SimpMessageHeaderAccessor.getSessionId(event.getMessage().getHeaders());
		Principal user = event.getUser();
		if (id == null || user == null) {
			return;
		}
		this.lock.lock();
		try {
			if (!this.entries.containsKey(id) && !this.ended.remove(id)) {
				this.entries.put(id, this.session.track(this.topic, user.getName(), ""));
			}
		}
		catch (MusterException | IllegalArgumentException | IllegalStateException ex) {
			logNow(ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void logNow(RuntimeException ex) {
		long now = System.nanoTime();
		if (now - this.lastLog >= LOG_INTERVAL) {
			this.lastLog = now;
			logger.warn("A WebSocket session is not in presence under '{}': {}", this.topic, ex.getMessage());
		}
	}

	// May come several times for a session
	@EventListener
	void disconnected(SessionDisconnectEvent event) {
		String id = event.getSessionId();
		this.lock.lock();
		try {
			@Nullable PresenceRef ref = this.entries.remove(id);
			if (ref != null) {
				this.session.untrack(ref);
			}
			else if (this.ended.add(id) && this.ended.size() > MAX_ENDED) {
				this.ended.remove(this.ended.iterator().next());
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void destroy() {
		this.session.close();
	}

}
