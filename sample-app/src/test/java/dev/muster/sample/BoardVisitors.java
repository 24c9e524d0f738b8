package dev.muster.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A process with the visitors of some nodes, on a host that reaches them. It reads
 * commands from its standard input, a line each, and ends with it:
 * <ul>
 * <li>{@code visit NODE URL ROOMS}: follow these rooms there, as soon as it answers, and
 * be in the first one in the node's name</li>
 * <li>{@code post NODE URL ROOM}: keep posting numbered messages there, in the node's
 * name</li>
 * <li>{@code quiet}: post no more</li>
 * </ul>
 * It writes what happens, each line with the time in terms of {@link System#nanoTime()}:
 * <ul>
 * <li>{@code NANOS message NODE JSON}: a message came from there</li>
 * <li>{@code NANOS cluster NODE JSON}: there the cluster looks like that now</li>
 * <li>{@code NANOS presence-state NODE JSON}, {@code NANOS presence-diff NODE JSON}: who
 * is in the first room, as seen there</li>
 * <li>{@code NANOS posted NODE NUMBER STATUS MILLIS}: a message was posted, begun at that
 * time; status 0 if the node did not answer, which ends the posting there</li>
 * <li>{@code NANOS quiet}</li>
 * </ul>
 */
public final class BoardVisitors {

	private static final int POST_MILLIS = 100;

	private static final int RETRY_MILLIS = 100;

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

	private final ExecutorService followers = Executors.newCachedThreadPool();

	private final ScheduledExecutorService posters = Executors.newScheduledThreadPool(4);

	private BoardVisitors() {
	}

	/**
	 * Do as the standard input says.
	 * @param args none
	 * @throws Exception if a command makes no sense
	 */
	public static void main(String[] args) throws Exception {
		BoardVisitors visitors = new BoardVisitors();
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = commands.readLine(); line != null; line = commands.readLine()) {
			String[] words = line.split(" ");
			switch (words[0]) {
				case "visit" -> visitors.visit(words[1], words[2], List.of(words[3].split(",")));
				case "post" -> visitors.post(words[1], words[2], words[3]);
				case "quiet" -> visitors.quiet();
				default -> throw new IllegalArgumentException(line);
			}
		}
		System.exit(0);
	}

	private static void tell(long nanos, String text) {
		System.out.println(nanos + " " + text);
	}

	private void visit(String node, String url, List<String> rooms) {
		for (String room : rooms) {
			boolean first = room.equals(rooms.get(0)); // every stream tells of the
														// cluster
			URI uri = URI.create(url + "/api/rooms/" + room + "/events" + (first ? "?name=" + node : ""));
			this.followers.execute(() -> follow(node, uri, first));
		}
	}

	private void follow(String node, URI uri, boolean first) {
		try {
			// Without a timeout: nothing but the node's end ends it
			HttpResponse<Stream<String>> response = this.client.send(HttpRequest.newBuilder(uri).build(),
					BodyHandlers.ofLines());
			if (response.statusCode() != 200) {
				throw new IllegalStateException(uri + " answered " + response.statusCode());
			}
			Events events = new Events(node, first);
			response.body().forEach(events::line);
		}
		catch (ConnectException ex) {
			// It has not started yet
			CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS, this.followers)
				.execute(() -> follow(node, uri, first));
		}
		catch (IOException | UncheckedIOException ex) {
			tell(System.nanoTime(), "ended " + node + " " + ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void post(String node, String url, String room) {
		AtomicInteger number = new AtomicInteger();
		URI uri = URI.create(url + "/api/rooms/" + room + "/messages");
		// With a pause after each: the board orders messages by the millisecond
		this.posters.scheduleWithFixedDelay(() -> post(node, uri, number.incrementAndGet()), 0, POST_MILLIS,
				TimeUnit.MILLISECONDS);
	}

	private void post(String node, URI uri, int number) {
		long begun = System.nanoTime();
		try {
			int status = this.client
				.send(HttpRequest.newBuilder(uri)
					.timeout(TIMEOUT)
					.header("Content-Type", "application/json")
					.POST(BodyPublishers.ofString("{\"author\": \"" + node + "\", \"text\": \"" + number + "\"}"))
					.build(), BodyHandlers.discarding())
				.statusCode();
			posted(node, number, status, begun);
		}
		catch (IOException ex) {
			posted(node, number, 0, begun);
			throw new UncheckedIOException(ex); // ends the posting
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void posted(String node, int number, int status, long begun) {
		tell(begun, "posted " + node + " " + number + " " + status + " "
				+ Duration.ofNanos(System.nanoTime() - begun).toMillis());
	}

	private void quiet() throws InterruptedException {
		this.posters.shutdown();
		if (!this.posters.awaitTermination(2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
			throw new IllegalStateException("A post has no end");
		}
		tell(System.nanoTime(), "quiet");
	}

	/** The events of one stream, line by line. */
	private static final class Events {

		private final String node;

		private final boolean first;

		private String name = "";

		Events(String node, boolean first) {
			this.node = node;
			this.first = first;
		}

		void line(String line) {
			if (line.isEmpty()) {
				this.name = "";
			}
			else if (line.startsWith("event:")) {
				this.name = line.substring("event:".length());
			}
			else if (line.startsWith("data:") && (this.name.equals("message")
					|| (this.first && (this.name.equals("cluster") || this.name.startsWith("presence-"))))) {
				tell(System.nanoTime(), this.name + " " + this.node + " " + line.substring("data:".length()));
			}
		}

	}

}
