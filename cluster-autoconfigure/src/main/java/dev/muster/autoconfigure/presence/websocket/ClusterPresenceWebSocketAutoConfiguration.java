package dev.muster.autoconfigure.presence.websocket;

import dev.muster.autoconfigure.presence.listener.ClusterPresenceAutoConfiguration;
import dev.muster.presence.Presence;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.socket.messaging.SessionDisconnectEvent;

/**
 * Auto-configuration of the presence of users with a STOMP session over WebSocket, if
 * {@code muster.presence.websocket.topic} says under which topic.
 */
@AutoConfiguration(after = ClusterPresenceAutoConfiguration.class)
@ConditionalOnClass(SessionDisconnectEvent.class)
@ConditionalOnBean(Presence.class)
@ConditionalOnProperty("muster.presence.websocket.topic")
@EnableConfigurationProperties(WebSocketPresenceProperties.class)
public final class ClusterPresenceWebSocketAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WebSocketPresence musterWebSocketPresence(Presence presence, WebSocketPresenceProperties properties) {
		return new WebSocketPresence(presence, String.valueOf(properties.getTopic()).trim());
	}

}
