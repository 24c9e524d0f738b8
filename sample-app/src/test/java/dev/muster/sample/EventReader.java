package dev.muster.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A browser of a kind: collects the events of a stream. When closed, it says nothing more
 * to the server, as a real one.
 */
final class EventReader implements AutoCloseable {

	private final Socket socket;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private volatile boolean ended;

	EventReader(URI uri) {
		try {
			this.socket = new Socket(uri.getHost(), uri.getPort());
			this.socket.getOutputStream()
				.write("GET %s?%s HTTP/1.1\r\nHost: test\r\n\r\n".formatted(uri.getPath(), uri.getQuery())
					.getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread thread = new Thread(this::read, "event-reader");
		thread.setDaemon(true);
		thread.start();
	}

	private void read() {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.lines.add(line);
			}
		}
		catch (IOException ex) {
			this.lines.add("ended: " + ex);
		}
		this.ended = true;
	}

	List<String> lines() {
		return this.lines;
	}

	/**
	 * Return whether the server has ended the stream.
	 */
	boolean hasEnded() {
		return this.ended;
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
