package dev.muster.transport.jgroups;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A port that is mapped to another one, as routers and container engines do.
 */
final class Forwarder implements AutoCloseable {

	private final ServerSocket server;

	private final int target;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	/**
	 * Forward from now on.
	 * @param target port of the loopback where connections go to
	 */
	Forwarder(int target) throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		this.target = target;
		start(this::accept);
	}

	int port() {
		return this.server.getLocalPort();
	}

	int target() {
		return this.target;
	}

	/** Return how many connections it forwarded. */
	int connections() {
		return this.sockets.size() / 2;
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.server.accept();
			try {
				Socket inside = new Socket("127.0.0.1", this.target);
				this.sockets.addAll(List.of(client, inside));
				start(() -> copy(client, inside));
				start(() -> copy(inside, client));
			}
			catch (IOException ex) {
				client.close(); // nobody listens there yet, or any more
			}
		}
	}

	private static void copy(Socket from, Socket into) throws IOException {
		try (from; into) {
			from.getInputStream().transferTo(into.getOutputStream());
		}
	}

	private static void start(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				return; // one side has ended
			}
		}, "forwarder");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	private interface Task {

		void run() throws IOException;

	}

}
