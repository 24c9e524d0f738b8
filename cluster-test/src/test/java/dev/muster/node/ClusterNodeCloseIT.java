package dev.muster.node;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.muster.ClusterNode;
import dev.muster.transport.TransportSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of running handlers, and of the process, when a node is closed.
 */
@Timeout(120)
class ClusterNodeCloseIT {

	private final ClusterNode node = ClusterNode.builder()
		.clusterName("close-" + UUID.randomUUID())
		.transport(TransportSettings.defaults().withBind("127.0.0.1", 0, 0))
		.build();

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CompletableFuture<String> outcome = new CompletableFuture<>();

	@Test
	void aHandlerThatReturnsSoonIsNotInterrupted() throws Exception {
		CountDownLatch closing = new CountDownLatch(1);
		handle(closing);
		// done when the bus is closed, which comes before the threads are
		this.node.cluster().awaitMembers(2, Duration.ofHours(1)).whenComplete((view, ex) -> closing.countDown());
		this.node.close();
		assertThat(this.outcome.get(30, TimeUnit.SECONDS)).isEqualTo("finished");
	}

	@Test
	void aHandlerThatDoesNotReturnIsInterrupted() throws Exception {
		handle(new CountDownLatch(1));
		this.node.close();
		assertThat(this.outcome.get(30, TimeUnit.SECONDS)).isEqualTo("interrupted");
	}

	@Test
	void whenThePreparedNodeOfAProcessIsClosedThenTheProcessEndsByItself() throws Exception {
		Process process = ClosingNode.start();
		try (InputStream out = process.getInputStream()) {
			assertThat(new String(out.readAllBytes(), StandardCharsets.UTF_8)).contains("handled: true")
				.contains("alive: " + System.lineSeparator());
			assertThat(process.waitFor()).isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private void handle(CountDownLatch mayEnd) throws InterruptedException {
		this.node.start();
		this.node.pubSub().subscribe("t", String.class, (message) -> {
			this.begun.countDown();
			try {
				mayEnd.await();
				// what it still has to do takes a moment
				boolean unused = new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
				this.outcome.complete("finished");
			}
			catch (InterruptedException ex) {
				this.outcome.complete("interrupted");
			}
		});
		this.node.pubSub().publish("t", "x");
		assertThat(this.begun.await(30, TimeUnit.SECONDS)).isTrue();
	}

}
