package dev.muster.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import dev.muster.Cluster;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One node of the sample, in this JVM, on ports that the system chose.
 */
final class SampleNode implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final ConfigurableApplicationContext context;

	private final int port;

	private SampleNode(ConfigurableApplicationContext context) {
		this.context = context;
		this.port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	static SampleNode start(String clusterName, String name) {
		return new SampleNode(new SpringApplicationBuilder(SampleApplication.class).web(WebApplicationType.SERVLET)
			.registerShutdownHook(false)
			.run("--spring.main.banner-mode=off", "--logging.level.root=warn", "--server.port=0",
					"--server.address=127.0.0.1", "--muster.cluster-name=" + clusterName, "--muster.node-name=" + name,
					"--muster.transport.bind-port=0", "--board.heartbeat=200ms"));
	}

	URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	void awaitMembers(int count) {
		this.context.getBean(Cluster.class).awaitMembers(count, Duration.ofSeconds(60)).join();
	}

	String get(String path) {
		return exchange(HttpRequest.newBuilder(uri(path))).body();
	}

	HttpResponse<String> post(String path, String json) {
		return exchange(HttpRequest.newBuilder(uri(path))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(json)));
	}

	HttpResponse<String> say(String room, String author, String text) {
		return post("/api/rooms/" + room + "/messages", """
				{"author": "%s", "text": "%s"}""".formatted(author, text));
	}

	EventReader events(String path) {
		return new EventReader(uri(path));
	}

	static HttpResponse<String> exchange(HttpRequest.Builder request) {
		try {
			return HttpClient.newHttpClient().send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

}
