package dev.muster.transport.jgroups.netty;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A process that opens connections, closes them, and prints which threads keep it alive
 * then, beside the one that is to end.
 */
final class ClosingProcess {

	private ClosingProcess() {
	}

	static Process start() throws IOException {
		return new ProcessBuilder(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx64m", "-cp",
				System.getProperty("java.class.path"), ClosingProcess.class.getName()))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	public static void main(String[] args) {
		Node a = Node.start();
		Node b = Node.start();
		a.send(b, "hello");
		b.awaitFrames(1);
		a.close();
		b.close();
		System.out.println("alive: " + Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !thread.isDaemon() && thread != Thread.currentThread())
			.map(Thread::getName)
			.filter((name) -> !name.equals("DestroyJavaVM"))
			.collect(Collectors.joining(", ")));
	}

}
