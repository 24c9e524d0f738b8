package dev.muster.autoconfigure.it;

import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.muster.presence.Presence;
import dev.muster.presence.PresenceEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.messaging.WebSocketStompClient;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Users with real WebSocket sessions are present on all nodes as long as these last.
 */
class WebSocketPresenceIT {

	@Test
	void usersArePresentEverywhereWhileTheyHaveASession() throws Exception {
		try (Applications applications = new Applications()) {
			ConfigurableApplicationContext server = applications.start(Server.class, WebApplicationType.SERVLET,
					"muster.presence.websocket.topic=online");
			ConfigurableApplicationContext other = applications.start(Plain.class, WebApplicationType.NONE);
			StompSession laptop = connect(server, "?user=ann");
			StompSession phone = connect(server, "?user=ann");
			StompSession nobody = connect(server, "");
			awaitPresent(server, "ann", "ann");
			awaitPresent(other, "ann", "ann");
			phone.disconnect();
			awaitPresent(other, "ann");
			assertThat(laptop.isConnected()).isTrue();
			StompSession bob = connect(server, "?user=bob");
			awaitPresent(other, "ann", "bob");
			laptop.disconnect();
			bob.disconnect();
			awaitPresent(other);
			assertThat(nobody.isConnected()).isTrue();
		}
	}

	private static StompSession connect(ConfigurableApplicationContext server, String query) throws Exception {
		String port = server.getEnvironment().getRequiredProperty("local.server.port");
		return new WebSocketStompClient(new StandardWebSocketClient())
			.connectAsync("ws://127.0.0.1:" + port + "/ws" + query, new StompSessionHandlerAdapter() {
			})
			.get(30, TimeUnit.SECONDS);
	}

	private static void awaitPresent(ConfigurableApplicationContext context, String... keys) {
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(
					() -> assertThat(context.getBean(Presence.class).list("online")).extracting(PresenceEntry::key)
						.containsExactlyInAnyOrder(keys));
	}

	/**
	 * An application without WebSocket.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Plain {

	}

	/**
	 * An application that browsers connect to.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebSocketMessageBroker
	static class Server implements WebSocketMessageBrokerConfigurer {

		@Override
		public void registerStompEndpoints(StompEndpointRegistry registry) {
			registry.addEndpoint("/ws").setHandshakeHandler(new DefaultHandshakeHandler() {

				@Override
				protected @Nullable Principal determineUser(ServerHttpRequest request, WebSocketHandler handler,
						Map<String, Object> attributes) {
					String query = request.getURI().getQuery();
					return (query != null) ? () -> query.substring("user=".length()) : null;
				}

			});
		}

		@Override
		public void configureMessageBroker(MessageBrokerRegistry registry) {
			registry.enableSimpleBroker("/topic");
		}

	}

}
