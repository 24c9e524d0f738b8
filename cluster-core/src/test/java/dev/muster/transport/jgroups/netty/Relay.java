package dev.muster.transport.jgroups.netty;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Somebody in the network between two nodes, who hears all and may change one byte of
 * what who connects sends.
 */
final class Relay implements AutoCloseable {

	private final ServerSocket server;

	private final InetSocketAddress to;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final StringBuffer heard = new StringBuffer();

	private volatile long changeAt = Long.MAX_VALUE;

	private volatile long seen;

	Relay(InetSocketAddress to) throws IOException {
		this.to = to;
		this.server = new ServerSocket(0, 50, Node.LOOPBACK);
		start(this::accept);
	}

	InetSocketAddress address() {
		return new InetSocketAddress(Node.LOOPBACK, this.server.getLocalPort());
	}

	/** Change the next byte that comes. */
	void changeNext() {
		this.changeAt = this.seen;
	}

	/** Return all that was heard in both directions, as ISO-8859-1. */
	String heard() {
		return this.heard.toString();
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.server.accept();
			Socket target = new Socket(this.to.getAddress(), this.to.getPort());
			this.sockets.addAll(List.of(client, target));
			start(() -> copy(client, target, true));
			start(() -> copy(target, client, false));
		}
	}

	private void copy(Socket from, Socket into, boolean outbound) throws IOException {
		try (from; into) {
			InputStream in = from.getInputStream();
			OutputStream out = into.getOutputStream();
			byte[] part = new byte[8192];
			for (int size = in.read(part); size > 0; size = in.read(part)) {
				this.heard.append(new String(part, 0, size, java.nio.charset.StandardCharsets.ISO_8859_1));
				if (outbound) {
					long end = this.seen + size;
					if (this.changeAt < end) {
						part[size - 1] ^= 1;
						this.changeAt = Long.MAX_VALUE;
					}
					this.seen = end;
				}
				out.write(part, 0, size);
			}
		}
	}

	private static void start(IoTask task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				return; // one side has ended
			}
		});
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

	private interface IoTask {

		void run() throws IOException;

	}

}
