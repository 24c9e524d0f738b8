package dev.muster.sample;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

/**
 * Real browsers without a screen: Chromium, by the W3C WebDriver protocol that its driver
 * speaks.
 */
final class Browsers implements AutoCloseable {

	static final String HOW_TO_INSTALL = "BoardPageIT needs Chromium and its driver on the PATH"
			+ " (Debian: apt-get install chromium chromium-driver)";

	private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");

	private static final List<String> ARGUMENTS = List.of("--headless", "--no-sandbox", "--disable-gpu",
			"--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
			"--disable-component-update", "--disable-sync", "--window-size=1280,720");

	private final HttpClient client = HttpClient.newHttpClient();

	private final JsonMapper json = new JsonMapper();

	/**
	 * The driver takes a free port of IPv6 loopback and then wants the same one of IPv4,
	 * which may be another process's.
	 */
	private static final int DRIVER_STARTS = 5;

	private final Driver driver;

	private final Path profiles;

	Browsers() {
		try {
			this.profiles = Files.createTempDirectory("board-browser-");
			this.driver = start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static boolean areInstalled() {
		boolean installed = find("chromedriver").isPresent() && chromium().isPresent();
		if (!installed) {
			System.out.println("Skipped: " + HOW_TO_INSTALL); // the build shows no
																// reasons
		}
		return installed;
	}

	private static Optional<Path> chromium() {
		return Stream.of("chromium", "chromium-browser", "google-chrome")
			.flatMap((name) -> find(name).stream())
			.findFirst();
	}

	private static Optional<Path> find(String program) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.map((folder) -> Path.of(folder, program))
			.filter(Files::isExecutable)
			.findFirst();
	}

	private static Driver start() throws IOException {
		StringBuilder output = new StringBuilder();
		for (int i = 0; i < DRIVER_STARTS; i++) {
			Process process = new ProcessBuilder(find("chromedriver").orElseThrow().toString(), "--port=0")
				.redirectErrorStream(true)
				.start();
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				output.append(line).append('\n');
				Matcher matcher = STARTED.matcher(line);
				if (matcher.find()) {
					return new Driver(process, Integer.parseInt(matcher.group(1)));
				}
			}
		}
		throw new IllegalStateException("The driver did not start: " + output);
	}

	/**
	 * Open a page in a browser of its own.
	 */
	Browser open(URI page) {
		List<String> arguments = Stream
			.concat(ARGUMENTS.stream(),
					Stream.of("--user-data-dir=" + this.profiles.resolve(String.valueOf(System.nanoTime()))))
			.toList();
		Map<String, Object> options = Map.of("args", arguments, "binary", chromium().orElseThrow().toString());
		JsonNode session = command("/session", Map.of("capabilities", Map.of("alwaysMatch",
				Map.of("goog:chromeOptions", options, "goog:loggingPrefs", Map.of("browser", "ALL")))));
		Browser browser = new Browser("/session/" + session.get("sessionId").asString());
		browser.command("/url", Map.of("url", page.toString()));
		return browser;
	}

	private JsonNode command(String path, Map<String, ?> body) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.driver.port() + path))
			.timeout(Duration.ofSeconds(60))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(this.json.writeValueAsString(body)))
			.build();
		try {
			HttpResponse<String> response = this.client.send(request, BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new IllegalStateException(path + ": " + response.body());
			}
			return this.json.readTree(response.body()).get("value");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * End the driver, which ends its browsers.
	 */
	@Override
	public void close() {
		List<ProcessHandle> processes = Stream
			.concat(this.driver.process().descendants(), Stream.of(this.driver.process().toHandle()))
			.toList();
		processes.forEach(ProcessHandle::destroyForcibly);
		try {
			this.driver.process().waitFor(10, TimeUnit.SECONDS);
			FileSystemUtils.deleteRecursively(this.profiles);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			System.out.println("Left " + this.profiles + " behind: " + ex);
		}
	}

	/**
	 * A browser with one page.
	 */
	final class Browser {

		private final String session;

		private Browser(String session) {
			this.session = session;
		}

		private JsonNode command(String path, Map<String, ?> body) {
			return Browsers.this.command(this.session + path, body);
		}

		/**
		 * Return the texts that a user sees in all elements of a selector.
		 */
		List<String> texts(String selector) {
			String script = "return [...document.querySelectorAll(arguments[0])]"
					+ ".filter((element) => element.checkVisibility()).map((element) => element.innerText)";
			return command("/execute/sync", Map.of("script", script, "args", List.of(selector))).valueStream()
				.map(JsonNode::asString)
				.toList();
		}

		/**
		 * Run the body of an asynchronous function.
		 * @return the texts that it returns
		 */
		List<String> run(String body) {
			String script = "return (async () => {" + body + "})()";
			return command("/execute/sync", Map.of("script", script, "args", List.of())).valueStream()
				.map(JsonNode::asString)
				.toList();
		}

		/**
		 * Type, as a user does: {@code \n} is the enter key.
		 */
		void type(String selector, String text) {
			JsonNode element = command("/element", Map.of("using", "css selector", "value", selector));
			command("/element/" + element.values().iterator().next().asString() + "/value", Map.of("text", text));
		}

		void click(String selector) {
			JsonNode element = command("/element", Map.of("using", "css selector", "value", selector));
			command("/element/" + element.values().iterator().next().asString() + "/click", Map.of());
		}

		/**
		 * Return what the browser complains of: errors of scripts and loads.
		 */
		List<String> complaints() {
			return command("/se/log", Map.of("type", "browser")).valueStream().map(JsonNode::toString).toList();
		}

	}

	private record Driver(Process process, int port) {
	}

}
