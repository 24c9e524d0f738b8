package dev.muster.autoconfigure.it;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.muster.annotation.ClusterListener;
import dev.muster.pubsub.PubSub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * On which threads listeners run.
 */
class VirtualThreadsIT {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void listenersRunOnVirtualThreadsWhenBootHasThemOnAndJavaToo(boolean enabled) {
		Thread thread = listen("spring.threads.virtual.enabled=" + enabled);
		// isVirtual() itself came with Java 21
		assertThat(thread.getClass().getSimpleName().equals("VirtualThread"))
			.isEqualTo(enabled && Runtime.version().feature() >= 21);
	}

	@Test
	void listenersRunOnThreadsThatDoNotKeepTheApplicationAlive() {
		assertThat(listen("spring.threads.virtual.enabled=false").isDaemon()).isTrue();
	}

	private static Thread listen(String property) {
		try (Applications applications = new Applications()) {
			ConfigurableApplicationContext context = applications.start(Listening.class, WebApplicationType.NONE,
					property);
			context.getBean(PubSub.class).publish("a.topic", "hello");
			List<Thread> threads = context.getBean(Listening.class).threads;
			await().atMost(Duration.ofSeconds(30)).until(() -> !threads.isEmpty());
			return threads.get(0);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Listening {

		final List<Thread> threads = new CopyOnWriteArrayList<>();

		@ClusterListener("a.topic")
		void on(String text) {
			this.threads.add(Thread.currentThread());
		}

	}

}
