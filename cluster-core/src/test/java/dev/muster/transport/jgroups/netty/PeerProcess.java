package dev.muster.transport.jgroups.netty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A node in a process of its own, to be killed.
 */
final class PeerProcess {

	private PeerProcess() {
	}

	/** Start one that sends a frame to a node. */
	static Process start(InetSocketAddress to) throws IOException {
		return new ProcessBuilder(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx64m", "-cp",
				System.getProperty("java.class.path"), PeerProcess.class.getName(), to.getPort() + ""))
			.inheritIO()
			.start();
	}

	public static void main(String[] args) throws InterruptedException {
		Node node = Node.start();
		node.send(new InetSocketAddress(Node.LOOPBACK, Integer.parseInt(args[0])), Lane.PAYLOAD, "hello");
		new CountDownLatch(1).await();
	}

}
