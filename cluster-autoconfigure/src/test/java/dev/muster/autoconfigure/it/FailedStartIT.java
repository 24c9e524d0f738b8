package dev.muster.autoconfigure.it;

import java.net.InetAddress;
import java.net.ServerSocket;

import dev.muster.annotation.ClusterListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What people read when an application cannot start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailedStartIT {

	private final Applications applications = new Applications();

	@AfterEach
	void close() {
		this.applications.close();
	}

	@Test
	void portInUse(CapturedOutput output) throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			fail(Empty.class, "muster.transport.bind-port=" + taken.getLocalPort(), "muster.transport.port-range=0");
			assertThat(output).contains("APPLICATION FAILED TO START", "Port " + taken.getLocalPort() + " of 127.0.0.1",
					"'muster.transport.bind-port'");
		}
	}

	@Test
	void duplicateNodeName(CapturedOutput output) {
		this.applications.start(Empty.class, WebApplicationType.NONE, "muster.node-name=twin");
		fail(Empty.class, "muster.node-name=twin");
		assertThat(output).contains("APPLICATION FAILED TO START", "cannot join as 'twin'", "'muster.node-name'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					muster.topologies.here.strategy=locale      | 'muster.topologies.here.strategy' | Set it to one of 'consul', 'dns', 'kubernetes-dns', 'local', 'multicast', 'static'
					muster.topologies.x.strategy=static         | 'muster.topologies.x.static.addresses' | empty
					muster.topologies.here.poll-interval=1ms     | 'muster.topologies.here.poll-interval' | 100ms
					muster.transport.bind-port=70000            | 'muster.transport.bind-port' | 65535
					muster.transport.bind-address=192.0.2.1     | 192.0.2.1 | 'muster.transport.bind-address'
					muster.transport.bind-address=0.0.0.0       | 'muster.transport.bind-address' | every address
					muster.pubsub.queue-capacity=0              | 'muster.pubsub.queue-capacity' | at least 1
					muster.pubsub.overflow=explode              | muster.pubsub.overflow | DROP_OLDEST
					spring.application.name=                    | 'muster.cluster-name' | 'spring.application.name'
					""")
	void invalidProperties(String property, String description, String action, CapturedOutput output) {
		fail(Empty.class, property);
		assertThat(output).contains("APPLICATION FAILED TO START", description, action);
	}

	@Test
	void udpWithASecret(CapturedOutput output) {
		fail(Empty.class, "muster.transport.protocol=udp", "muster.transport.shared-secret=0123456789abcdef");
		assertThat(output)
			.contains("APPLICATION FAILED TO START", "'udp' can neither be encrypted nor authenticated",
					"Set 'muster.transport.protocol' to 'tcp'")
			.doesNotContain("0123456789abcdef");
	}

	@Test
	void impossibleListener(CapturedOutput output) {
		fail(Impossible.class);
		assertThat(output).contains("APPLICATION FAILED TO START", "Impossible.on(java.lang.String,java.lang.Integer)",
				"it has two parameters for one payload");
	}

	@Test
	void impossibleTopic(CapturedOutput output) {
		fail(ImpossibleTopic.class);
		assertThat(output).contains("APPLICATION FAILED TO START", "ImpossibleTopic.on(java.lang.String)",
				"Correct the topic.");
	}

	private void fail(Class<?> application, String... properties) {
		assertThatException()
			.isThrownBy(() -> this.applications.start(application, WebApplicationType.NONE, properties));
	}

	// Brave would be the first to complain of an application without a name
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = BraveAutoConfiguration.class)
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Impossible {

		@ClusterListener("a")
		void on(String text, Integer number) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ImpossibleTopic {

		@ClusterListener("a..b")
		void on(String text) {
		}

	}

}
