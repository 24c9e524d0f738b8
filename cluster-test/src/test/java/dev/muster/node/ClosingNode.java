package dev.muster.node;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.muster.ClusterNode;
import dev.muster.transport.SharedSecret;
import dev.muster.transport.TransportSecurity;
import dev.muster.transport.TransportSettings;

/**
 * A process that prepares, runs and closes a node, and prints which threads keep it alive
 * then, beside the one that is to end.
 */
final class ClosingNode {

	private ClosingNode() {
	}

	static Process start() throws IOException {
		return new ProcessBuilder(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx128m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), ClosingNode.class.getName()))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	public static void main(String[] args) throws InterruptedException {
		ClusterNode.prepare();
		ClusterNode node = ClusterNode.builder()
			.clusterName("closing")
			.transport(TransportSettings.defaults()
				.withBind("127.0.0.1", 0, 0)
				.withSecurity(new TransportSecurity.Secret(SharedSecret.of("of this process only"))))
			.build();
		node.start();
		CountDownLatch handled = new CountDownLatch(1);
		node.pubSub().subscribe("t", String.class, (message) -> handled.countDown());
		node.pubSub().publish("t", "x");
		System.out.println("handled: " + handled.await(60, TimeUnit.SECONDS));
		node.close();
		System.out.println("alive: " + Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !thread.isDaemon() && thread != Thread.currentThread())
			.map(Thread::getName)
			.filter((name) -> !name.equals("DestroyJavaVM"))
			.collect(Collectors.joining(", ")));
	}

}
