package dev.muster.autoconfigure.presence.websocket;

import java.security.Principal;
import java.util.function.Consumer;

import dev.muster.ClusterNode;
import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.autoconfigure.presence.listener.ClusterPresenceAutoConfiguration;
import dev.muster.presence.Presence;
import dev.muster.presence.PresenceEntry;
import dev.muster.presence.PresenceSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.messaging.SessionConnectedEvent;
import org.springframework.web.socket.messaging.SessionDisconnectEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Presence by the events of WebSocket sessions, on a node that is not started.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClusterPresenceWebSocketAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterPresenceAutoConfiguration.class,
				ClusterPresenceWebSocketAutoConfiguration.class))
		.withBean(ClusterNode.class,
				() -> ClusterNode.builder()
					.clusterName("shop")
					.presence(PresenceSettings.defaults().withLimits(100, 2, 100))
					.build());

	private void run(Consumer<ApplicationContext> test) {
		this.contextRunner.withPropertyValues("muster.presence.websocket.topic=online").run(test::accept);
	}

	@Test
	void onlyWithATopicAndTheLibraryAndANode() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(WebSocketPresence.class));
		this.contextRunner.withPropertyValues("muster.presence.websocket.topic=online")
			.withClassLoader(new FilteredClassLoader(SessionDisconnectEvent.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("musterWebSocketPresence"));
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ClusterPresenceWebSocketAutoConfiguration.class))
			.withPropertyValues("muster.presence.websocket.topic=online")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WebSocketPresence.class));
	}

	@Test
	void whenTheTopicIsNoneThenTheApplicationDoesNotStart() {
		for (String topic : new String[] { "", "rooms.*" }) {
			this.contextRunner.withPropertyValues("muster.presence.websocket.topic=" + topic)
				.run((context) -> assertThat(failure(context).property()).isEqualTo("muster.presence.websocket.topic"));
		}
	}

	private static InvalidClusterPropertyException failure(AssertableApplicationContext context) {
		Throwable failure = context.getStartupFailure();
		while (failure != null && !(failure instanceof InvalidClusterPropertyException)) {
			failure = failure.getCause();
		}
		assertThat(failure).isInstanceOf(InvalidClusterPropertyException.class);
		return (InvalidClusterPropertyException) java.util.Objects.requireNonNull(failure);
	}

	@Test
	void eachSessionOfAUserIsAnEntryUntilItEnds() {
		run((context) -> {
			connect(context, "1", "ann");
			connect(context, "1", "ann");
			connect(context, "2", "ann");
			connect(context, "3", null);
			Presence presence = context.getBean(Presence.class);
			assertThat(presence.list("online")).extracting(PresenceEntry::key).containsExactly("ann", "ann");
			disconnect(context, "1");
			disconnect(context, "1");
			assertThat(presence.count("online")).isEqualTo(1);
			disconnect(context, "2");
			disconnect(context, "3");
			assertThat(presence.topics()).isEmpty();
		});
	}

	@Test
	void whenTheEndOfASessionIsToldFirstThenItLeavesNothing() {
		run((context) -> {
			disconnect(context, "1");
			connect(context, "1", "ann");
			assertThat(context.getBean(Presence.class).topics()).isEmpty();
			connect(context, "2", "ann");
			assertThat(context.getBean(Presence.class).count("online")).isEqualTo(1);
		});
	}

	@Test
	void whenThereAreTooManySessionsThenTheOthersAreCountedAndToldOnce(CapturedOutput output) {
		run((context) -> {
			for (int i = 0; i < 5; i++) {
				connect(context, String.valueOf(i), "ann");
			}
			connect(context, "nameless", "");
			Presence presence = context.getBean(Presence.class);
			assertThat(presence.count("online")).isEqualTo(2);
			assertThat(presence.statistics().refused()).isEqualTo(3);
			assertThat(output).containsOnlyOnce("is not in presence under 'online'")
				.contains("muster.presence.max-session-entries");
			disconnect(context, "0");
			connect(context, "later", "bob");
			assertThat(presence.isPresent("online", "bob")).isTrue();
		});
	}

	private static void connect(ApplicationContext context, String session, @Nullable String user) {
		Principal principal = (user != null) ? () -> user : null;
		context.publishEvent(new SessionConnectedEvent(context, message(session), principal));
	}

	private static void disconnect(ApplicationContext context, String session) {
		context.publishEvent(new SessionDisconnectEvent(context, message(session), session, CloseStatus.NORMAL));
	}

	private static Message<byte[]> message(String session) {
		SimpMessageHeaderAccessor headers = SimpMessageHeaderAccessor.create(SimpMessageType.OTHER);
		headers.setSessionId(session);
		return MessageBuilder.createMessage(new byte[0], headers.getMessageHeaders());
	}

}
