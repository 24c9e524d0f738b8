package dev.muster.autoconfigure.presence.websocket;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the presence of users with a WebSocket session.
 */
@ConfigurationProperties("muster.presence.websocket")
public class WebSocketPresenceProperties {

	/**
	 * Topic under which users are present while they have a STOMP session over WebSocket
	 * with this node. Without it no session is tracked.
	 */
	private @Nullable String topic;

	public @Nullable String getTopic() {
		return this.topic;
	}

	public void setTopic(@Nullable String topic) {
		this.topic = topic;
	}

}
