package dev.muster.autoconfigure.it;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application in a process of its own whose node waits for somebody to join.
 */
@Timeout(180)
class SlowJoinIT {

	private static final String JOINING = "Waiting to join or found the cluster, for 3604 s at the longest: "
			+ "no topology lists this node, of these: 'empty'";

	@Test
	void itSaysWhatItWaitsForAndStopsWaitingWhenTheProcessIsToEnd() throws Exception {
		Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx128m",
				"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				Joining.class.getName(), "--spring.application.name=slow-" + UUID.randomUUID(),
				"--spring.main.web-application-type=none", "--spring.main.banner-mode=off",
				"--muster.transport.bind-address=127.0.0.1", "--muster.transport.bind-port=0",
				"--muster.transport.seed-timeout=1h")
			.redirectErrorStream(true)
			.start();
		try {
			CompletableFuture<Void> joining = new CompletableFuture<>();
			CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process, joining));
			joining.get(90, TimeUnit.SECONDS);
			process.toHandle().destroy(); // SIGTERM; its output stays readable
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("The process has ended").isTrue();
			assertThat(process.exitValue()).as(output.get(30, TimeUnit.SECONDS)).isEqualTo(128 + 15);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static String read(Process process, CompletableFuture<Void> joining) {
		BufferedReader reader = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		StringBuilder output = new StringBuilder();
		reader.lines().forEach((line) -> {
			output.append(line).append('\n');
			if (line.contains(JOINING)) {
				joining.complete(null);
			}
		});
		return output.toString();
	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Joining {

		public static void main(String[] args) {
			SpringApplication.run(Joining.class, args);
		}

		@Bean
		DiscoveryStrategy empty() {
			return new Empty();
		}

	}

	/**
	 * Should list this node, and does not: so the node waits for one that is listed.
	 */
	private static final class Empty implements DiscoveryStrategy {

		@Override
		public String name() {
			return "empty";
		}

		@Override
		public boolean listsSelf() {
			return true;
		}

		@Override
		public void start(DiscoveryContext context) {
		}

		@Override
		public Set<PeerAddress> discover() {
			return Set.of();
		}

	}

}
