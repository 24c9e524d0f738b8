package dev.muster.autoconfigure.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;

import dev.muster.Cluster;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Applications that are ready only when enough of them are there, as an orchestrator sees
 * it over HTTP.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReadinessIT {

	private final Applications applications = new Applications();

	private final HttpClient http = HttpClient.newHttpClient();

	@AfterEach
	void close() {
		this.applications.close();
	}

	@Test
	void whenEnoughMembersAreThereThenAllAreReadyAndStaySo() throws Exception {
		ConfigurableApplicationContext one = start("muster.ready.min-members=2", "muster.ready.timeout=10m");
		assertThat(one.getBean(Cluster.class).view().size()).as("it has started").isOne();
		assertThat(readiness(one)).isEqualTo(503);
		assertThat(status(one, "/actuator/health/liveness")).isEqualTo(200);
		assertThat(one.getBean(Listening.class).last).as("the last event").isEqualTo(ReadinessState.REFUSING_TRAFFIC);
		ConfigurableApplicationContext two = start("muster.ready.min-members=2", "muster.ready.timeout=10m");
		eventually().until(() -> readiness(one) == 200 && readiness(two) == 200);
		eventually().until(() -> one.getBean(Listening.class).last == ReadinessState.ACCEPTING_TRAFFIC);
		two.close();
		eventually().until(() -> one.getBean(Cluster.class).view().size() == 1);
		assertThat(readiness(one)).as("with fewer members").isEqualTo(200);
	}

	@Test
	void whenTheTimeIsOverThenItIsReadyAllTheSame(CapturedOutput output) throws Exception {
		ConfigurableApplicationContext one = start("muster.ready.min-members=2", "muster.ready.timeout=1s");
		eventually().until(() -> readiness(one) == 200);
		assertThat(output).contains("Ready with fewer than 2 members after 1 s (muster.ready.timeout)");
	}

	@Test
	void whenTheContextIsPausedAndResumedThenMembersAreWaitedForAgain() throws Exception {
		ConfigurableApplicationContext one = start("muster.ready.min-members=2", "muster.ready.timeout=10m");
		ConfigurableApplicationContext two = start();
		eventually().until(() -> readiness(one) == 200);
		two.close();
		one.stop();
		one.start();
		assertThat(one.getBean(ApplicationAvailability.class).getReadinessState())
			.isEqualTo(ReadinessState.REFUSING_TRAFFIC);
		start();
		eventually().until(() -> one.getBean(ApplicationAvailability.class)
			.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC);
	}

	@Test
	void byDefaultAnApplicationIsReadyAlone() throws Exception {
		assertThat(readiness(start())).isEqualTo(200);
	}

	private ConfigurableApplicationContext start(String... properties) {
		return this.applications.start(Listening.class, WebApplicationType.SERVLET, properties);
	}

	private int readiness(ConfigurableApplicationContext context) throws Exception {
		return status(context, "/actuator/health/readiness");
	}

	private int status(ConfigurableApplicationContext context, String path) throws Exception {
		String port = Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"));
		return this.http
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
					HttpResponse.BodyHandlers.discarding())
			.statusCode();
	}

	private static ConditionFactory eventually() {
		return await().atMost(Duration.ofSeconds(60));
	}

	/**
	 * An application that listens for events of its readiness.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Listening {

		volatile ReadinessState last = ReadinessState.REFUSING_TRAFFIC;

		@EventListener
		void changed(AvailabilityChangeEvent<ReadinessState> event) {
			this.last = event.getState();
		}

	}

}
