package dev.muster.discovery.consul;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What poses as an agent: reads a request and replies as it is told.
 */
final class StubAgent implements AutoCloseable {

	private final ServerSocket server;

	private final Reply reply;

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	StubAgent(Reply reply) {
		this("127.0.0.1", reply);
	}

	StubAgent(String address, Reply reply) {
		this.reply = reply;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getByName(address));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		daemon(this::accept);
	}

	/** Reply with a status and a text. */
	static StubAgent answering(int status, String type, String body) {
		return new StubAgent((request, out) -> write(out, status, type, body));
	}

	static void write(OutputStream out, int status, String headers, String body) throws IOException {
		byte[] content = body.getBytes(StandardCharsets.UTF_8);
		write(out, "HTTP/1.1 " + status + " Whatever\r\n" + headers + "\r\nContent-Length: " + content.length
				+ "\r\n\r\n" + body);
	}

	static void write(OutputStream out, String text) throws IOException {
		out.write(text.getBytes(StandardCharsets.UTF_8));
		out.flush();
	}

	ConsulSettings settings() {
		return ConsulSettings.defaults()
			.withAgent(this.server.getInetAddress().getHostAddress(), this.server.getLocalPort());
	}

	/** Return what was asked: the head and the body of each request. */
	List<String> requests() {
		return List.copyOf(this.requests);
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.server.accept();
				this.sockets.add(socket);
				daemon(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			return; // closed
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			InputStream in = new BufferedInputStream(socket.getInputStream());
			for (String request = read(in); !request.isEmpty(); request = read(in)) {
				this.requests.add(request);
				this.reply.to(request, socket.getOutputStream());
			}
		}
		catch (IOException ex) {
			return; // the other side has gone
		}
	}

	private static String read(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = in.read();
			if (next < 0) {
				return "";
			}
			head.append((char) next);
		}
		String length = "content-length: ";
		int at = head.toString().toLowerCase(Locale.ROOT).indexOf(length);
		if (at >= 0) {
			String number = head.substring(at + length.length(), head.indexOf("\r", at));
			head.append(new String(in.readNBytes(Integer.parseInt(number)), StandardCharsets.UTF_8));
		}
		return head.toString();
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "stub agent");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.server.close();
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@FunctionalInterface
	interface Reply {

		/**
		 * Reply; the connection stays open until this throws.
		 * @param request the head and the body
		 * @param out where to
		 */
		void to(String request, OutputStream out) throws IOException;

	}

}
